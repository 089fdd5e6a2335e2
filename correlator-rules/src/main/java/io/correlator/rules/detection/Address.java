package io.correlator.rules.detection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses as texts. Names are not looked up: a log line must not make the engine ask DNS. */
final class Address {
  private static final int MAX_LENGTH = 45;
  private static final int MAX_SEEN = 2 * MAX_LENGTH;
  private static final int GROUPS = 8;

  private Address() {}

  /** The 4 or 16 bytes of an address; null if the text is none. */
  static byte @Nullable [] parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    return text.indexOf(':') < 0 ? v4(text) : unmapped(v6(text));
  }

  /** As {@link #parse}; {@code fe80::1%eth0} is the address without the interface it is seen at. */
  static byte @Nullable [] parseSeen(String text) {
    int zone = text.indexOf('%');
    return zone > 0 && text.indexOf(':') >= 0 && text.length() <= MAX_SEEN
        ? zone + 1 < text.length() ? parse(text.substring(0, zone)) : null
        : parse(text);
  }

  /** As people write it. */
  static String text(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Four numbers from 0 to 255 without leading zeros, which some read as octal. */
  private static byte @Nullable [] v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      int number = octet(parts[i]);
      if (number < 0) {
        return null;
      }
      bytes[i] = (byte) number;
    }
    return bytes;
  }

  private static int octet(String text) {
    if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      number = 10 * number + text.charAt(i) - '0';
    }
    return number <= 255 ? number : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Eight groups of up to four hexadecimal digits; {@code ::} once for some that are zero. */
  private static byte @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
    byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int length = head.length + tail.length;
    if (gap < 0 ? length != 2 * GROUPS : length > 2 * GROUPS - 2) {
      return null;
    }
    byte[] bytes = java.util.Arrays.copyOf(head, 2 * GROUPS);
    System.arraycopy(tail, 0, bytes, 2 * GROUPS - tail.length, tail.length);
    return bytes;
  }

  private static byte @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    byte[] bytes = new byte[2 * GROUPS];
    int size = 0;
    String[] groups = text.split(":", -1);
    for (int i = 0; i < groups.length; i++) {
      byte[] group =
          i == groups.length - 1 && groups[i].indexOf('.') >= 0 ? v4(groups[i]) : group(groups[i]);
      if (group == null || size + group.length > bytes.length) {
        return null;
      }
      System.arraycopy(group, 0, bytes, size, group.length);
      size += group.length;
    }
    return java.util.Arrays.copyOf(bytes, size);
  }

  private static byte @Nullable [] group(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return null;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        return null;
      }
      number = 16 * number + digit;
    }
    return new byte[] {(byte) (number >> 8), (byte) number};
  }

  private static byte @Nullable [] unmapped(byte @Nullable [] address) {
    if (address == null || address[10] != -1 || address[11] != -1) {
      return address;
    }
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return address;
      }
    }
    return java.util.Arrays.copyOfRange(address, 12, 16);
  }
}
