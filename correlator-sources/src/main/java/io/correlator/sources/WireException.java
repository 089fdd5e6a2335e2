package io.correlator.sources;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A connection cannot go on, and it is known why. */
final class WireException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Java has no exception of its own for it. */
  private static final String NO_CERTIFICATE = "Empty client certificate chain";

  private static final String ALERT = "Received fatal alert";

  private final ConnectionFault fault;

  WireException(ConnectionFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  ConnectionFault fault() {
    return fault;
  }

  /** The connection ended as if it had been cut. */
  static WireException withoutGoodbye(boolean established) {
    return new WireException(brokenOff(established), "it ended without a goodbye");
  }

  static ConnectionFault brokenOff(boolean established) {
    return established ? ConnectionFault.BROKEN_OFF : ConnectionFault.HANDSHAKE_BROKEN_OFF;
  }

  /** What TLS finds wrong, before or after both sides had agreed. */
  static WireException of(SSLException failure, boolean established) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains(ALERT)) {
      return new WireException(brokenOff(established), message);
    }
    if (established) {
      return new WireException(ConnectionFault.DAMAGED, message);
    }
    ConnectionFault fault =
        message.contains(NO_CERTIFICATE)
            ? ConnectionFault.CERTIFICATE_MISSING
            : ConnectionFault.HANDSHAKE_FAILED;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ConnectionFault known = ofCertificate(cause);
      if (known != null) {
        fault = known;
        message = String.valueOf(cause.getMessage());
      }
    }
    return new WireException(fault, message);
  }

  /** What is wrong with a certificate; the innermost cause knows best. */
  private static @Nullable ConnectionFault ofCertificate(Throwable cause) {
    if (cause instanceof CertificateExpiredException) {
      return ConnectionFault.CERTIFICATE_EXPIRED;
    }
    if (cause instanceof CertificateNotYetValidException) {
      return ConnectionFault.CERTIFICATE_NOT_YET_VALID;
    }
    if (cause instanceof ClientCheck.NotAllowedException) {
      return ConnectionFault.CERTIFICATE_NOT_ALLOWED;
    }
    boolean about =
        cause instanceof CertificateException
            || cause instanceof CertPathValidatorException
            || cause instanceof CertPathBuilderException;
    return about ? ConnectionFault.CERTIFICATE_UNTRUSTED : null;
  }
}
