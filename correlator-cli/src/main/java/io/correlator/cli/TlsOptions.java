package io.correlator.cli;

import io.correlator.sources.TlsClients;
import io.correlator.sources.TlsIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say with which certificate one listens over TLS, and to whom. */
final class TlsOptions {
  private static final String CLIENT_CA = "--tls-client-ca";
  private static final String CLIENT_NAME = "--tls-client-name";
  private static final String CLIENT_FINGERPRINT = "--tls-client-fingerprint";

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "For tls:// and https://: the certificate, and those that vouch for it (PEM).")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "For tls:// and https://: its private key (PEM, PKCS#8, not encrypted).")
  private @Nullable Path key;

  @Option(
      names = CLIENT_CA,
      paramLabel = "FILE",
      description =
          "For tls:// and https://: take only senders with a certificate that leads to one of those in this file"
              + " (PEM).")
  private @Nullable Path authorities;

  @Option(
      names = CLIENT_NAME,
      paramLabel = "NAME",
      description =
          "With " + CLIENT_CA + ": of those only this one, such as *.example.com; repeatable.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = CLIENT_FINGERPRINT,
      paramLabel = "SHA256",
      description =
          "For tls:// and https://: also take the sender with this certificate; repeatable.")
  private List<String> fingerprints = new ArrayList<>();

  /**
   * What a source that listens over TLS needs.
   *
   * @param clients nothing if anybody may connect
   */
  record Terms(TlsIdentity identity, Optional<TlsClients> clients) {}

  /**
   * Reads the options; what is wrong with them is added to {@code mistakes}.
   *
   * @param scheme that needs them
   */
  Optional<Terms> terms(String scheme, List<String> mistakes) {
    if (certificate == null || key == null) {
      mistakes.add(scheme + ":// needs --tls-certificate FILE and --tls-key FILE");
      return Optional.empty();
    }
    try {
      return Optional.of(new Terms(TlsIdentity.pem(certificate, key), clients()));
    } catch (IllegalArgumentException e) {
      mistakes.add("--tls-client: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<TlsClients> clients() {
    String[] hashes = fingerprints.toArray(String[]::new);
    if (authorities == null) {
      if (!names.isEmpty()) {
        throw new IllegalArgumentException(
            CLIENT_NAME + " says nothing without " + CLIENT_CA + " FILE");
      }
      return fingerprints.isEmpty()
          ? Optional.empty()
          : Optional.of(TlsClients.withFingerprints(hashes));
    }
    TlsClients clients = TlsClients.signedBy(authorities);
    clients = names.isEmpty() ? clients : clients.named(names.toArray(String[]::new));
    return Optional.of(fingerprints.isEmpty() ? clients : clients.orFingerprints(hashes));
  }
}
