package io.correlator.modules.sshd;

import io.correlator.api.Slice;

/**
 * The other end of a connection, as sshd wrote it.
 *
 * @param address an IP address, or the name that PAM was told; an IPv4 address mapped into IPv6 is
 *     written as the IPv4 address it is
 * @param port 0 where the line does not say
 */
record Peer(String address, int port) {
  private static final int LONGEST_NAME = 255;
  private static final Slice MAPPED = Slice.of("::ffff:");

  /** Whether this may be the other end of the same connection as {@code other}. */
  boolean agreesWith(Peer other) {
    boolean samePort = port == 0 || other.port == 0 || port == other.port;
    // A name and an address may well be the same machine: nobody is asked, sshd has done that.
    return samePort && (address.equals(other.address) || isName() || other.isName());
  }

  /** What is known of the connection when {@code newer} has been read, too. */
  Peer with(Peer newer) {
    int nowPort = newer.port == 0 ? port : newer.port;
    boolean sameHost = address.equals(newer.address) || (newer.isName() && !isName());
    if (sameHost) {
      return nowPort == port ? this : new Peer(address, nowPort);
    }
    return new Peer(newer.address, nowPort);
  }

  private boolean isName() {
    boolean name = false;
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c == ':') {
        return false;
      }
      name |= c != '.' && (c < '0' || c > '9');
    }
    return name;
  }

  /** Whether {@code text} can be an address or a name of a host: no blank, nothing to escape. */
  static boolean isAddress(Slice text) {
    if (text.isEmpty() || text.length() > LONGEST_NAME) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isAddressByte(text.byteAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAddressByte(byte b) {
    return (b >= '0' && b <= ':')
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '.'
        || b == '-'
        || b == '_'
        || b == '%';
  }

  /** The peer at {@code address}, of which {@link #isAddress} is true. */
  static Peer of(Slice address, int port) {
    boolean mapped = isMapped(address);
    return new Peer((mapped ? address.slice(MAPPED.length()) : address).toString(), port);
  }

  private static boolean isMapped(Slice address) {
    if (address.length() <= MAPPED.length() || address.indexOf((byte) '.', 0) < 0) {
      return false;
    }
    for (int i = 0; i < MAPPED.length(); i++) {
      byte b = address.byteAt(i);
      if ((b >= 'A' && b <= 'Z' ? b + ' ' : b) != MAPPED.byteAt(i)) {
        return false;
      }
    }
    return true;
  }
}
