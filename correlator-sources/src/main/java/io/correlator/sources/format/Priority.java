package io.correlator.sources.format;

import io.correlator.api.RecordHeader;

/** The number in angle brackets that begins a line of syslog (RFC 5424, section 6.2.1). */
final class Priority {
  static final int BAD = -1;

  private static final int HIGHEST = 191;

  private Priority() {}

  /** Reads the number at the start of a line; returns the index after it, or {@link #BAD}. */
  static int read(byte[] bytes, int from, int to, RecordHeader header) {
    if (from >= to || bytes[from] != '<') {
      return BAD;
    }
    int at = from + 1;
    int value = 0;
    while (at < to && at < from + 4 && Digits.isDigit(bytes[at])) {
      value = 10 * value + bytes[at++] - '0';
    }
    int digits = at - from - 1;
    if (digits == 0
        || at >= to
        || bytes[at] != '>'
        || value > HIGHEST
        || (digits > 1 && bytes[from + 1] == '0')) {
      return BAD;
    }
    header.priority(value);
    return at + 1;
  }
}
