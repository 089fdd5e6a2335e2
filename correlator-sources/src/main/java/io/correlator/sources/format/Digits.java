package io.correlator.sources.format;

/** Decimal digits in bytes. Whoever calls has checked that the bytes are within the line. */
final class Digits {
  private Digits() {}

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The number that two digits at {@code at} make, or -1 if they are not digits. */
  static int two(byte[] bytes, int at) {
    int tens = bytes[at] - '0';
    int ones = bytes[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
  }

  /** The number that four digits at {@code at} make, or -1 if they are not digits. */
  static int four(byte[] bytes, int at) {
    int high = two(bytes, at);
    int low = two(bytes, at + 2);
    return high < 0 || low < 0 ? -1 : 100 * high + low;
  }

  /** The number that two hexadecimal digits make, or -1 if they are not digits. */
  static int hex(byte high, byte low) {
    int sixteens = Character.digit(high, 16);
    int ones = Character.digit(low, 16);
    return high < 0 || low < 0 || sixteens < 0 || ones < 0 ? -1 : 16 * sixteens + ones;
  }
}
