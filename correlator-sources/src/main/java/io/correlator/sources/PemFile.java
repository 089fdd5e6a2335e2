package io.correlator.sources;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys as text (RFC 7468), with whatever else stands around them.
 *
 * @param path where the file is
 * @param text what is in it
 */
record PemFile(Path path, String text) {
  private static final int LONGEST = 1 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  /** Labels of keys that Java cannot read, and OpenSSL can. */
  private static final Pattern OTHER_KEY =
      Pattern.compile("-----BEGIN (ENCRYPTED|RSA|EC|DSA|OPENSSH) PRIVATE KEY-----");

  /** Reads a file. */
  static PemFile read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new IOException(path + ": is longer than 1 MiB");
      }
      return new PemFile(path, new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  private List<byte[]> blocks(String label) throws IOException {
    List<byte[]> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(label)) {
        try {
          blocks.add(Base64.getMimeDecoder().decode(matcher.group(2)));
        } catch (IllegalArgumentException e) {
          throw new IOException("%s: a %s is damaged".formatted(path, label), e);
        }
      }
    }
    return blocks;
  }

  /**
   * All certificates, in their order.
   *
   * @throws IOException if there is none, or one cannot be read
   */
  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] block : blocks("CERTIFICATE")) {
      certificates.add(certificate(block));
    }
    if (certificates.isEmpty()) {
      throw new IOException(path + ": holds no certificate (-----BEGIN CERTIFICATE-----)");
    }
    return certificates;
  }

  private X509Certificate certificate(byte[] block) throws IOException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block));
    } catch (CertificateException e) {
      throw new IOException(path + ": a certificate is damaged", e);
    }
  }

  /**
   * The private key.
   *
   * @param algorithm that of the certificate that it belongs to
   * @throws IOException if there is none, or it cannot be read
   */
  PrivateKey privateKey(String algorithm) throws IOException {
    List<byte[]> keys = blocks("PRIVATE KEY");
    if (keys.isEmpty()) {
      Matcher other = OTHER_KEY.matcher(text);
      throw new IOException(
          other.find()
              ? "%s: cannot read a key of the form '%s'; convert it: openssl pkcs8 -topk8 -nocrypt"
                  .formatted(path, other.group(1))
              : path + ": holds no private key (-----BEGIN PRIVATE KEY-----)");
    }
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "%s: the private key is damaged, or none of %s as the certificate says"
              .formatted(path, algorithm),
          e);
    }
  }

  /** Not what is in it. */
  @Override
  public String toString() {
    return path.toString();
  }
}
