package io.correlator.sources;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.correlator.api.source.SourceContext;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The server of the JDK, with TLS or without. For the thread of the source. */
final class HttpListening {
  final HttpServer server;
  private final @Nullable TlsRenewal renewal;

  private HttpListening(HttpServer server, @Nullable TlsRenewal renewal) {
    this.server = server;
    this.renewal = renewal;
  }

  /**
   * Listens, but does not answer yet.
   *
   * @throws BindException if it cannot; it says where
   */
  static HttpListening on(
      InetSocketAddress address, @Nullable TlsServer tls, String source, SourceContext context)
      throws IOException {
    try {
      if (tls == null) {
        return new HttpListening(HttpServer.create(address, Listening.BACKLOG), null);
      }
      HttpsServer server = HttpsServer.create(address, Listening.BACKLOG);
      // By default, connections are what the context has as parameters.
      server.setHttpsConfigurator(new HttpsConfigurator(new RenewedContext(tls)));
      Instant now = context.clock().instant();
      return new HttpListening(server, new TlsRenewal(tls, source, context, now));
    } catch (BindException e) {
      throw Listening.cannotListen(address, e);
    }
  }

  /** Called every second or so. */
  void look(Instant now) {
    if (renewal != null) {
      renewal.look(now);
    }
  }
}
