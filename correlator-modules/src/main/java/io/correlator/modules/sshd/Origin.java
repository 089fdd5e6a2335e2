package io.correlator.modules.sshd;

import io.correlator.api.Slice;
import org.jspecify.annotations.Nullable;

/**
 * A place in a line that reads {@code from ADDRESS} or {@code from ADDRESS port N}, which may be
 * what sshd wrote or may be part of a name that an attacker chose.
 *
 * @param start index of the blank before {@code from}
 * @param end index after the address or port
 */
record Origin(Peer peer, int start, int end) {
  private static final Slice FROM = Slice.of(" from ");
  private static final Slice PORT = Slice.of(" port ");
  private static final Slice SSH = Slice.of(" ssh");

  /** The first origin at or after {@code begin}, or null. */
  static @Nullable Origin first(Slice text, int begin) {
    for (int i = text.indexOf(FROM, begin); i >= 0; i = text.indexOf(FROM, i + 1)) {
      Origin origin = at(text, i);
      if (origin != null) {
        return origin;
      }
    }
    return null;
  }

  /** The origin at the last {@code from} of the text if nothing follows it, or null. */
  static @Nullable Origin atEnd(Slice text) {
    int last = text.lastIndexOf(FROM);
    Origin origin = last < 0 ? null : at(text, last);
    return origin != null && origin.end == text.length() ? origin : null;
  }

  /** The origin whose leading blank is at {@code index}, or null. */
  static @Nullable Origin at(Slice text, int index) {
    if (!text.startsWith(FROM, index)) {
      return null;
    }
    int from = index + FROM.length();
    int to = wordEnd(text, from);
    Slice address = text.slice(from, to);
    if (!Peer.isAddress(address)) {
      return null;
    }
    int port = portAt(text, to);
    return port < 0
        ? new Origin(Peer.of(address, 0), index, to)
        : new Origin(Peer.of(address, port), index, Numbers.end(text, to + PORT.length()));
  }

  /** The port where the text goes on with {@code port N}, or -1. */
  static int portAt(Slice text, int index) {
    return text.startsWith(PORT, index) ? Numbers.port(text, index + PORT.length()) : -1;
  }

  /** The index of the next blank at or after {@code begin}, or the end of the text. */
  static int wordEnd(Slice text, int begin) {
    int blank = text.indexOf((byte) ' ', begin);
    return blank < 0 ? text.length() : blank;
  }

  /**
   * Whether the text goes on as sshd does after the origin of a try: not at all, with the version
   * of the protocol ({@code ssh2}), or with that, a colon, and details of the method.
   */
  boolean closesTry(Slice text) {
    if (peer.port() == 0) {
      return false;
    }
    int i = end;
    if (text.startsWith(SSH, i)) {
      i = Numbers.end(text, i + SSH.length());
      return i == text.length() || text.byteAt(i) == ':';
    }
    return i == text.length();
  }
}
