package io.correlator.cli;

import io.correlator.api.config.NearestName;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An address to listen on, such as {@code udp://127.0.0.1:5140} or {@code http://[::1]/events}.
 *
 * @param scheme the transport, or the protocol
 * @param host as it was written
 * @param address what that stands for
 * @param port the usual one of the scheme if none is given
 * @param path what follows; empty if nothing does
 */
record ListenAddress(String scheme, String host, InetAddress address, int port, String path) {
  /**
   * Reads one; if it is none, that is added to {@code mistakes}.
   *
   * @param usualPorts by scheme
   * @param example what would be right
   */
  static Optional<ListenAddress> parse(
      String option,
      String text,
      Map<String, Integer> usualPorts,
      String example,
      List<String> mistakes) {
    try {
      URI address = new URI(text);
      String scheme = address.getScheme();
      if (scheme == null || address.getHost() == null || hasMore(address)) {
        mistakes.add(
            "%s: cannot read '%s': write %s; the address 0.0.0.0 stands for all of this machine"
                .formatted(option, text, example));
        return Optional.empty();
      }
      Integer usual = usualPorts.get(scheme);
      if (usual == null) {
        mistakes.add(
            "%s: unknown transport '%s'%s"
                .formatted(option, scheme, NearestName.hint(scheme, usualPorts.keySet())));
        return Optional.empty();
      }
      return Optional.of(
          new ListenAddress(
              scheme,
              address.getHost(),
              InetAddress.getByName(address.getHost()),
              address.getPort() < 0 ? usual : address.getPort(),
              address.getPath().equals("/") ? "" : address.getPath()));
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
        || address.getFragment() != null;
  }

  /** The same with the port that was found, if any was asked for. */
  ListenAddress withPort(int found) {
    return new ListenAddress(scheme, host, address, found, path);
  }

  /** The same with what follows. */
  ListenAddress withPath(String known) {
    return new ListenAddress(scheme, host, address, port, known);
  }

  @Override
  public String toString() {
    return "%s://%s:%d%s".formatted(scheme, host, port, path);
  }
}
