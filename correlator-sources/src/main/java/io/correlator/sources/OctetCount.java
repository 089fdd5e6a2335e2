package io.correlator.sources;

import org.jspecify.annotations.Nullable;

/**
 * What stands before a message that is sent with its length (RFC 6587, section 3.4.1: octet
 * counting): {@code 16 <1>1 - - - - - -}. A connection may mix such frames with lines, so each
 * frame is looked at.
 *
 * <p>A message begins with its priority: digits that no {@code <} follows are the text of a line.
 * If one follows, but the length cannot be meant, that is a fault, and what follows is found again
 * at the next line end, as in any other text.
 *
 * @param header how many bytes the length and its blank take
 * @param length how many bytes the message has
 * @param fault what is wrong with the length, if it looks like one
 */
record OctetCount(int header, int length, @Nullable ConnectionFault fault) {
  /** It cannot be told yet. */
  static final OctetCount UNKNOWN = new OctetCount(0, -1, null);

  /** There is no length: it is a line. */
  static final OctetCount LINE = new OctetCount(0, 0, null);

  private static final int MOST_DIGITS = 8;

  /** More digits than these are no try at a length. */
  private static final int MOST_LOOKED_AT = 20;

  /** It can be told from so many bytes, a sign and a blank included. */
  static final int LONGEST_HEADER = MOST_LOOKED_AT + 2;

  /** What the frame is that begins at {@code from}, as far as its bytes have come. */
  static OctetCount at(byte[] bytes, int from, int to) {
    int first = bytes[from] == '-' ? from + 1 : from;
    int end = first;
    while (end < to && end - first <= MOST_LOOKED_AT && isDigit(bytes[end])) {
      end++;
    }
    if (end - first > MOST_LOOKED_AT) {
      return LINE;
    }
    if (end == to) {
      return UNKNOWN;
    }
    int message = bytes[end] == ' ' ? end + 1 : end;
    if (end == first) {
      return LINE;
    }
    if (message == to) {
      return UNKNOWN;
    }
    return bytes[message] == '<' ? before(message, bytes, from, first, end) : LINE;
  }

  /** What the digits say that stand before something like a message. */
  private static OctetCount before(int message, byte[] bytes, int from, int first, int end) {
    if (first > from) {
      return faulty(ConnectionFault.LENGTH_NEGATIVE);
    }
    if (message == end) {
      return faulty(ConnectionFault.LENGTH_WITHOUT_BLANK);
    }
    if (bytes[first] == '0') {
      return faulty(ConnectionFault.LENGTH_FROM_ZERO);
    }
    long length = 0;
    for (int i = first; i < end && i - first <= MOST_DIGITS; i++) {
      length = 10 * length + bytes[i] - '0';
    }
    return length > RecordLength.MOST
        ? faulty(ConnectionFault.LENGTH_TOO_LARGE)
        : new OctetCount(message - from, (int) length, null);
  }

  private static OctetCount faulty(ConnectionFault fault) {
    return new OctetCount(0, 0, fault);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
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
