package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Who a server says it is, to those who connect over TLS: the files of its certificate and of its
 * private key. They are read when a source is built, and again when they have changed.
 *
 * <p>Immutable; may be used by any thread. Its text never shows a secret.
 */
public final class TlsIdentity {
  private final List<Path> files;
  private final Reader reader;

  @FunctionalInterface
  private interface Reader {
    Credentials read() throws IOException, GeneralSecurityException;
  }

  /** A private key, and the certificates that lead from its own to one that others trust. */
  record Credentials(PrivateKey key, List<X509Certificate> chain) {}

  private TlsIdentity(List<Path> files, Reader reader) {
    this.files = files;
    this.reader = reader;
  }

  /**
   * Two files of text (PEM), or twice the same one.
   *
   * @param certificates the server's certificate, then those that vouch for it, as far as senders
   *     do not have them
   * @param key its private key in the form PKCS#8 ({@code BEGIN PRIVATE KEY}), not encrypted: the
   *     file should be readable by nobody else
   */
  public static TlsIdentity pem(Path certificates, Path key) {
    requireNonNull(certificates, "certificates");
    requireNonNull(key, "key");
    return new TlsIdentity(List.of(certificates, key), () -> readPem(certificates, key));
  }

  private static Credentials readPem(Path certificates, Path key) throws IOException {
    List<X509Certificate> chain = PemFile.read(certificates).certificates();
    String algorithm = chain.get(0).getPublicKey().getAlgorithm();
    return new Credentials(PemFile.read(key).privateKey(algorithm), chain);
  }

  /** A file of the form PKCS#12 ({@code .p12}, {@code .pfx}) with one key and its certificates. */
  public static TlsIdentity pkcs12(Path store, char[] password) {
    requireNonNull(store, "store");
    char[] kept = password.clone();
    return new TlsIdentity(List.of(store), () -> readStore(store, kept));
  }

  private static Credentials readStore(Path path, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(path)) {
      store.load(in, password);
    }
    for (String alias : Collections.list(store.aliases())) {
      if (store.getKey(alias, password) instanceof PrivateKey key) {
        Certificate[] chain = store.getCertificateChain(alias);
        if (chain == null) {
          throw new IOException(path + ": holds no certificate for its private key");
        }
        return new Credentials(key, Arrays.stream(chain).map(X509Certificate.class::cast).toList());
      }
    }
    throw new IOException(path + ": holds no private key");
  }

  /** The files that it is read from. */
  List<Path> files() {
    return files;
  }

  /**
   * Reads the files.
   *
   * @throws IOException if that cannot be done, or key and certificate do not belong together
   */
  Credentials read() throws IOException, GeneralSecurityException {
    Credentials credentials = reader.read();
    if (!belongTogether(credentials)) {
      throw new IOException(
          "%s: the private key is not that of the certificate".formatted(files.get(0)));
    }
    return credentials;
  }

  private static boolean belongTogether(Credentials credentials) throws GeneralSecurityException {
    String algorithm =
        switch (credentials.key().getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> credentials.key().getAlgorithm();
        };
    byte[] anything = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(credentials.key());
    signature.update(anything);
    byte[] signed = signature.sign();
    signature.initVerify(credentials.chain().get(0).getPublicKey());
    signature.update(anything);
    return signature.verify(signed);
  }

  /** Where it is read from. */
  @Override
  public String toString() {
    return "TlsIdentity" + files;
  }
}
