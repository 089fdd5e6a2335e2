package io.correlator.cli;

import io.correlator.api.config.NearestName;
import io.correlator.sources.SyslogSource;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * An address to listen on, such as {@code udp://127.0.0.1:5140} or {@code tcp://[::1]}.
 *
 * @param transport {@code udp}, {@code tcp} or {@code tls}
 * @param host as it was written
 * @param address what that stands for
 * @param port {@value SyslogSource#DEFAULT_PORT} if none is given, and for TLS {@value
 *     SyslogSource#DEFAULT_TLS_PORT}
 */
record SyslogAddress(String transport, String host, InetAddress address, int port) {
  private static final List<String> TRANSPORTS = List.of("udp", "tcp", "tls");

  /** Reads one; if it is none, that is added to {@code mistakes}. */
  static Optional<SyslogAddress> parse(String option, String text, List<String> mistakes) {
    try {
      URI address = new URI(text);
      if (address.getScheme() == null || address.getHost() == null || hasMore(address)) {
        mistakes.add(
            "%s: cannot read '%s': write udp://ADDRESS:PORT, tcp://ADDRESS:PORT or tls://ADDRESS:PORT; the address 0.0.0.0 stands for all of this machine"
                .formatted(option, text));
        return Optional.empty();
      }
      if (!TRANSPORTS.contains(address.getScheme())) {
        mistakes.add(
            "%s: unknown transport '%s'%s"
                .formatted(
                    option,
                    address.getScheme(),
                    NearestName.hint(address.getScheme(), TRANSPORTS)));
        return Optional.empty();
      }
      int usual =
          address.getScheme().equals("tls")
              ? SyslogSource.DEFAULT_TLS_PORT
              : SyslogSource.DEFAULT_PORT;
      int port = address.getPort() < 0 ? usual : address.getPort();
      return Optional.of(
          new SyslogAddress(
              address.getScheme(),
              address.getHost(),
              InetAddress.getByName(address.getHost()),
              port));
    } catch (URISyntaxException e) {
      mistakes.add("%s: cannot read '%s': %s".formatted(option, text, e.getReason()));
    } catch (UnknownHostException e) {
      mistakes.add("%s: '%s': there is no such host".formatted(option, text));
    }
    return Optional.empty();
  }

  private static boolean hasMore(URI address) {
    return address.getUserInfo() != null
        || address.getQuery() != null
        || address.getFragment() != null
        || !(address.getPath().isEmpty() || address.getPath().equals("/"));
  }

  /** Starts a source that listens there, and is called so; if it cannot be, says why. */
  Optional<SyslogSource.Builder> source(TlsOptions tls, List<String> mistakes) {
    Optional<SyslogSource.Builder> builder =
        switch (transport) {
          case "udp" -> Optional.of(SyslogSource.udp());
          case "tcp" -> Optional.of(SyslogSource.tcp());
          default -> tls.source(mistakes);
        };
    return builder.map(each -> each.address(address).port(port).name(toString()));
  }

  /** The same with the port that was found, if any was asked for. */
  SyslogAddress withPort(int found) {
    return new SyslogAddress(transport, host, address, found);
  }

  @Override
  public String toString() {
    return "%s://%s:%d".formatted(transport, host, port);
  }
}
