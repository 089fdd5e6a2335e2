package io.correlator.sources;

/**
 * What stands before a message that is sent with its length (RFC 6587, section 3.4.1: octet
 * counting): {@code 16 <1>1 - - - - - -}. A connection may mix such frames with lines, so each
 * frame is looked at.
 *
 * <p>A message begins with its priority: digits and a blank that no {@code <} follows are the text
 * of a line. So are lengths that start with zero or that nobody could mean: then what follows is
 * found again at the next line end, as in any other text.
 *
 * @param header how many bytes the length and its blank take
 * @param length how many bytes the message has
 */
record OctetCount(int header, int length) {
  /** It cannot be told yet. */
  static final OctetCount UNKNOWN = new OctetCount(0, -1);

  /** There is no length: it is a line. */
  static final OctetCount LINE = new OctetCount(0, 0);

  private static final int MOST_DIGITS = 8;

  /** A length and its blank are not longer than this. */
  static final int LONGEST_HEADER = MOST_DIGITS + 1;

  /** What the frame is that begins at {@code from}, as far as its bytes have come. */
  static OctetCount at(byte[] bytes, int from, int to) {
    int at = from;
    int length = 0;
    while (at < to && at - from <= MOST_DIGITS && bytes[at] >= '0' && bytes[at] <= '9') {
      length = 10 * length + bytes[at] - '0';
      at++;
      if (length == 0) {
        return LINE;
      }
    }
    boolean digits = at > from;
    if (at == to) {
      return digits && at - from <= MOST_DIGITS ? UNKNOWN : LINE;
    }
    if (!digits || at - from > MOST_DIGITS || bytes[at] != ' ') {
      return LINE;
    }
    if (at + 1 == to) {
      return UNKNOWN;
    }
    return bytes[at + 1] == '<' && length <= RecordLength.MOST
        ? new OctetCount(at + 1 - from, length)
        : LINE;
  }

  /** Whether it can be told what it is. */
  boolean isKnown() {
    return length >= 0;
  }

  /** Whether it is a message with its length. */
  boolean isCounted() {
    return header > 0;
  }
}
