package io.correlator.sources.format;

/**
 * The end of a time of day: a colon, two digits, and perhaps a fraction after a point or a comma.
 *
 * <p>What {@link #read} finds is one number, so that nothing is allocated: the milliseconds into
 * the minute, and where the text ends.
 */
final class Seconds {
  static final long NONE = -1;

  private static final int MILLIS_BITS = 16;
  private static final int MOST_DIGITS = 9;
  private static final int LAST_MILLI_OF_MINUTE = 59_999;
  private static final int[] SCALE = {0, 100, 10, 1};

  private Seconds() {}

  /**
   * Reads from the colon at {@code at}. Second 60 {@linkplain #isLeap is accepted} as the last
   * millisecond of its minute: leap seconds are announced, but epoch time has no place for them.
   */
  static long read(byte[] bytes, int at, int to) {
    if (to - at < 3 || bytes[at] != ':') {
      return NONE;
    }
    int seconds = Digits.two(bytes, at + 1);
    if (seconds < 0 || seconds > 60) {
      return NONE;
    }
    int end = at + 3;
    int millis = 1000 * seconds;
    if (end < to && (bytes[end] == '.' || isDecimalComma(bytes, end, to))) {
      int first = end + 1;
      end = afterDigits(bytes, first, to);
      if (end == first || end - first > MOST_DIGITS) {
        return NONE;
      }
      millis += firstThree(bytes, first, end);
    }
    return (long) end << MILLIS_BITS | millis;
  }

  /** In {@code 07:28:03, text} the comma is none. */
  private static boolean isDecimalComma(byte[] bytes, int at, int to) {
    return bytes[at] == ',' && !(at + 1 < to && bytes[at + 1] == ' ');
  }

  private static int afterDigits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && Digits.isDigit(bytes[at])) {
      at++;
    }
    return at;
  }

  private static int firstThree(byte[] bytes, int from, int to) {
    int digits = Math.min(3, to - from);
    int number = 0;
    for (int i = 0; i < digits; i++) {
      number = 10 * number + bytes[from + i] - '0';
    }
    return number * SCALE[digits];
  }

  /** Milliseconds into the minute. */
  static int millis(long found) {
    return Math.min(shown(found), LAST_MILLI_OF_MINUTE);
  }

  /** Whether it is a leap second. */
  static boolean isLeap(long found) {
    return shown(found) > LAST_MILLI_OF_MINUTE;
  }

  private static int shown(long found) {
    return (int) (found & (1 << MILLIS_BITS) - 1);
  }

  /** The index after the last byte. */
  static int end(long found) {
    return (int) (found >> MILLIS_BITS);
  }
}
