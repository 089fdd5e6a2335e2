package io.correlator.sources.format;

/** How severe a record is, as programs say it: by name, or by a number of which there are three. */
final class SeverityName {
  static final int NONE = -1;

  private static final int CRITICAL = 2;
  private static final int ERROR = 3;
  private static final int WARNING = 4;
  private static final int INFO = 6;
  private static final int DEBUG = 7;

  private static final int LONGEST = 13;

  private SeverityName() {}

  /**
   * The code of RFC 5424, or {@link #NONE}. A number from 0 to 7 is that code; the tens from 10 to
   * 60 are those that loggers of JavaScript count upwards.
   */
  static int read(byte[] bytes, int from, int to) {
    if (from == to || to - from > LONGEST) {
      return NONE;
    }
    if (Digits.isDigit(bytes[from])) {
      return number(bytes, from, to);
    }
    // Told apart by what is enough among the names in use; what only begins like one is none.
    return switch (lower(bytes[from])) {
      case 't' -> is(bytes, from, to, "trace") ? DEBUG : NONE;
      case 'd' -> is(bytes, from, to, "debug") ? DEBUG : NONE;
      case 'v' -> is(bytes, from, to, "verbose") ? DEBUG : NONE;
      case 'i' ->
          is(bytes, from, to, "info")
                  || is(bytes, from, to, "information")
                  || is(bytes, from, to, "informational")
              ? INFO
              : NONE;
      case 'n' -> is(bytes, from, to, "notice") ? 5 : NONE;
      case 'w' -> is(bytes, from, to, "warn") || is(bytes, from, to, "warning") ? WARNING : NONE;
      case 'e' -> e(bytes, from, to);
      case 'c' -> is(bytes, from, to, "critical") || is(bytes, from, to, "crit") ? CRITICAL : NONE;
      case 'f' -> is(bytes, from, to, "fatal") ? CRITICAL : NONE;
      case 'a' -> is(bytes, from, to, "alert") ? 1 : NONE;
      case 'p' -> is(bytes, from, to, "panic") ? 0 : NONE;
      default -> NONE;
    };
  }

  private static int e(byte[] bytes, int from, int to) {
    if (is(bytes, from, to, "error") || is(bytes, from, to, "err")) {
      return ERROR;
    }
    return is(bytes, from, to, "emergency") || is(bytes, from, to, "emerg") ? 0 : NONE;
  }

  /** The same for a name only: where anything may stand, a number is none. */
  static int readName(byte[] bytes, int from, int to) {
    return from < to && !Digits.isDigit(bytes[from]) ? read(bytes, from, to) : NONE;
  }

  private static int number(byte[] bytes, int from, int to) {
    if (to - from == 1) {
      return bytes[from] <= '7' ? bytes[from] - '0' : NONE;
    }
    if (to - from != 2 || bytes[from + 1] != '0') {
      return NONE;
    }
    return switch (bytes[from]) {
      case '1', '2' -> DEBUG;
      case '3' -> INFO;
      case '4' -> WARNING;
      case '5' -> ERROR;
      case '6' -> CRITICAL;
      default -> NONE;
    };
  }

  /** What the level of a Windows event means: 0 is for what is always logged. */
  static int ofWindows(byte[] bytes, int from, int to) {
    if (to - from != 1) {
      return read(bytes, from, to);
    }
    return switch (bytes[from]) {
      case '1' -> CRITICAL;
      case '2' -> ERROR;
      case '3' -> WARNING;
      case '0', '4' -> INFO;
      case '5' -> DEBUG;
      default -> NONE;
    };
  }

  private static boolean is(byte[] bytes, int from, int to, String name) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (lower(bytes[from + i]) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }
}
