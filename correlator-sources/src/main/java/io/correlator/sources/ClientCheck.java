package io.correlator.sources;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Looks at the certificates of senders, while connections are made; in any thread. */
final class ClientCheck extends X509ExtendedTrustManager {
  private final TlsClients clients;

  /** Knows the authorities, if there are some. */
  private final Optional<X509ExtendedTrustManager> authorities;

  ClientCheck(TlsClients clients, Optional<X509ExtendedTrustManager> authorities) {
    this.clients = clients;
    this.authorities = authorities;
  }

  /** It is in order, but it is not one of those that may come in. */
  static final class NotAllowedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    NotAllowedException(String message) {
      super(message);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    X509Certificate own = chain[0];
    own.checkValidity();
    String fingerprint = fingerprint(own);
    if (clients.fingerprints().contains(fingerprint)) {
      return;
    }
    if (authorities.isEmpty()) {
      throw new NotAllowedException("the certificate %s is not allowed".formatted(fingerprint));
    }
    authorities.get().checkClientTrusted(chain, type, engine);
    if (!clients.names().isEmpty()
        && !CertificateNames.match(CertificateNames.of(own), clients.names())) {
      throw new NotAllowedException(
          "the certificate %s of %s is not allowed"
              .formatted(fingerprint, own.getSubjectX500Principal()));
    }
  }

  /** The hash of a certificate, as 64 hexadecimal digits. */
  static String fingerprint(X509Certificate certificate) throws CertificateException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw notAsked();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {
    throw notAsked();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw notAsked();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw notAsked();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    throw notAsked();
  }

  private static UnsupportedOperationException notAsked() {
    return new UnsupportedOperationException("only clients of an engine are checked");
  }

  /** What senders are told; nothing, if one may also come whom no authority has signed. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return clients.fingerprints().isEmpty()
        ? authorities.map(X509ExtendedTrustManager::getAcceptedIssuers).orElseGet(ClientCheck::none)
        : none();
  }

  private static X509Certificate[] none() {
    return new X509Certificate[0];
  }
}
