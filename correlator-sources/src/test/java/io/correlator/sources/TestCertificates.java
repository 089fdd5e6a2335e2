package io.correlator.sources;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates for tests, made anew in each run, and clients that show them. */
final class TestCertificates {
  static final X509Bundle CA = authority("CN=Test CA");
  static final X509Bundle SERVER = issued(named("localhost"), CA);

  private TestCertificates() {}

  /** Tests decide what they are told by whom; this one takes any. */
  private static final class Gullible implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  static X509Bundle authority(String subject) {
    return selfSigned(
        new CertificateBuilder()
            .ecp256()
            .subject(subject)
            .setIsCertificateAuthority(true)
            .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign));
  }

  /** A builder for a certificate of this name that is valid today. */
  static CertificateBuilder named(String name) {
    return alsoNamed(new CertificateBuilder().ecp256().subject("CN=" + name), name);
  }

  /** With this DNS name, whatever is in it (RFC 5280, section 4.2.1.6, in DER). */
  static CertificateBuilder alsoNamed(CertificateBuilder builder, String name) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    names.writeBytes(new byte[] {0x30, (byte) (bytes.length + 2)});
    names.writeBytes(new byte[] {(byte) 0x82, (byte) bytes.length});
    names.writeBytes(bytes);
    return builder.addExtensionOctetString("2.5.29.17", false, names.toByteArray());
  }

  static X509Bundle issued(CertificateBuilder builder, X509Bundle by) {
    try {
      return builder.buildIssuedBy(by);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Bundle selfSigned(CertificateBuilder builder) {
    try {
      return builder.setIsCertificateAuthority(true).buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static CertificateBuilder expired(CertificateBuilder builder) {
    Instant now = Instant.now();
    return builder.notBefore(now.minus(Duration.ofDays(9))).notAfter(now.minus(Duration.ofDays(1)));
  }

  static CertificateBuilder notYetValid(CertificateBuilder builder) {
    Instant now = Instant.now();
    return builder.notBefore(now.plus(Duration.ofDays(1))).notAfter(now.plus(Duration.ofDays(9)));
  }

  /** The server's files, in a folder. */
  static TlsIdentity identity(Path folder, X509Bundle bundle) throws IOException {
    Path chain = Files.writeString(folder.resolve("server.pem"), bundle.getCertificatePathPEM());
    Path key = Files.writeString(folder.resolve("server.key"), bundle.getPrivateKeyPEM());
    return TlsIdentity.pem(chain, key);
  }

  /** The file with those who vouch for senders. */
  static Path authorities(Path folder, X509Bundle... bundles) throws IOException {
    StringBuilder text = new StringBuilder();
    for (X509Bundle bundle : bundles) {
      text.append(bundle.getCertificatePEM()).append('\n');
    }
    return Files.writeString(folder.resolve("authorities.pem"), text);
  }

  /** A connection of TLS that has not begun to shake hands. */
  static SSLSocket connect(int port, @Nullable X509Bundle own) throws Exception {
    return over(new Socket(InetAddress.getLoopbackAddress(), port), own);
  }

  static SSLSocket over(Socket socket, @Nullable X509Bundle own) throws Exception {
    socket.setSoTimeout(20_000);
    return (SSLSocket)
        context(own).getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
  }

  private static SSLContext context(@Nullable X509Bundle own) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = own == null ? new KeyManager[0] : new KeyManager[] {new Shown(own)};
    TrustManager[] any = {new Gullible()};
    context.init(keys, any, new SecureRandom());
    return context;
  }

  /** Shows a certificate also to servers that say that they know nobody who has signed it. */
  private static final class Shown extends X509ExtendedKeyManager {
    private final X509Bundle own;

    Shown(X509Bundle own) {
      this.own = own;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "own";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return own.getCertificatePath();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return own.getKeyPair().getPrivate();
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
