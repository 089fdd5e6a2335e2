package io.correlator.sources;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TlsServer} makes connections with at the time, for those who take a context once
 * and for all.
 */
final class RenewedContext extends SSLContext {
  RenewedContext(TlsServer server) {
    super(new Current(server), server.context().getProvider(), server.context().getProtocol());
  }

  private static final class Current extends SSLContextSpi {
    private final TlsServer server;

    Current(TlsServer server) {
      this.server = server;
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] checks,
        @Nullable SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("its files say what it is made of");
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return server.engine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return server.engine();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return server.parameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return server.context().getSupportedSSLParameters();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return server.context().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return server.context().getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return server.context().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return server.context().getClientSessionContext();
    }
  }
}
