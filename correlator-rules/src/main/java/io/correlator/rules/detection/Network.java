package io.correlator.rules.detection;

/**
 * A network of addresses, IPv4 or IPv6. An IPv4 address that is written as an IPv6 one ({@code
 * ::ffff:192.0.2.1}) is that IPv4 address. Immutable.
 */
public final class Network {
  private final byte[] address;
  private final int prefix;

  private Network(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /**
   * The network that is written so: {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address.
   *
   * @throws IllegalArgumentException if it is none, or has bits set behind its prefix; the message
   *     says what would be right
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = Address.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(
          "an address and the length of its prefix are needed, such as 192.0.2.0/24");
    }
    int bits = 8 * address.length;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
    byte[] first = masked(address, prefix);
    if (!java.util.Arrays.equals(first, address)) {
      throw new IllegalArgumentException(
          "bits are set behind the prefix; the network is " + Address.text(first) + "/" + prefix);
    }
    return new Network(address, prefix);
  }

  private static int prefix(String text, int bits) {
    boolean digits =
        !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || Integer.parseInt(text) > bits) {
      throw new IllegalArgumentException("the length of the prefix is a number from 0 to " + bits);
    }
    return Integer.parseInt(text);
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] masked = new byte[address.length];
    for (int i = 0; i < masked.length; i++) {
      masked[i] = (byte) (address[i] & mask(prefix - 8 * i));
    }
    return masked;
  }

  private static int mask(int bits) {
    return bits >= 8 ? 0xff : bits <= 0 ? 0 : 0xff << (8 - bits) & 0xff;
  }

  /** Whether the text is an address, IPv4 or IPv6, and no name. */
  public static boolean isAddress(String text) {
    return Address.parse(text) != null;
  }

  /**
   * Whether the text is an address in this network, with or without the interface it is seen at.
   */
  public boolean contains(String text) {
    byte[] other = Address.parseSeen(text);
    if (other == null || other.length != address.length) {
      return false;
    }
    for (int i = 0; 8 * i < prefix; i++) {
      if (((other[i] ^ address[i]) & mask(prefix - 8 * i)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** As rules write it. */
  @Override
  public String toString() {
    return Address.text(address) + "/" + prefix;
  }
}
