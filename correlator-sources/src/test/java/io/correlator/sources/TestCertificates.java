package io.correlator.sources;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
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
    return new CertificateBuilder().ecp256().subject("CN=" + name).addSanDnsName(name);
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
    return (SSLSocket)
        context(own).getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
  }

  private static SSLContext context(@Nullable X509Bundle own) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    if (own == null) {
      KeyStore empty = KeyStore.getInstance("PKCS12");
      empty.load(null, null);
      keys.init(empty, new char[0]);
    } else {
      keys.init(own.toKeyStore(new char[] {'x'}), new char[] {'x'});
    }
    TrustManager[] any = {new Gullible()};
    context.init(keys.getKeyManagers(), any, new SecureRandom());
    return context;
  }
}
