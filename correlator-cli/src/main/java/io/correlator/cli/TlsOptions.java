package io.correlator.cli;

import io.correlator.sources.SyslogSource;
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
      description = "For tls://: the certificate, and those that vouch for it (PEM).")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "For tls://: its private key (PEM, PKCS#8, not encrypted).")
  private @Nullable Path key;

  @Option(
      names = CLIENT_CA,
      paramLabel = "FILE",
      description =
          "For tls://: take only senders with a certificate that leads to one of those in this file"
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
      description = "For tls://: also take the sender with this certificate; repeatable.")
  private List<String> fingerprints = new ArrayList<>();

  /** Starts a source that listens over TLS; if it cannot be, {@code mistakes} says why. */
  Optional<SyslogSource.Builder> source(List<String> mistakes) {
    if (certificate == null || key == null) {
      mistakes.add("tls:// needs --tls-certificate FILE and --tls-key FILE");
      return Optional.empty();
    }
    SyslogSource.Builder builder = SyslogSource.tls(TlsIdentity.pem(certificate, key));
    try {
      clients().ifPresent(builder::clients);
      return Optional.of(builder);
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
