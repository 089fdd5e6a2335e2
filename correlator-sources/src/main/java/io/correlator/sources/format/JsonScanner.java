package io.correlator.sources.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that bytes are one value of JSON (RFC 8259), and tells a {@link Members} what stands
 * where. Goes on from line to line, since no token spans lines. Nothing is allocated. For one
 * thread.
 *
 * <p>What is nested deeper than {@link #DEEPEST} is refused. Bytes within a string that are not
 * UTF-8 are not looked at: they show as U+FFFD when they are decoded.
 */
final class JsonScanner {
  static final int DEEPEST = 64;

  static final int BROKEN = -1;
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // What may come next.
  private static final int VALUE = 0;
  private static final int VALUE_OR_END = 1;
  private static final int NAME = 2;
  private static final int NAME_OR_END = 3;
  private static final int COMMA_OR_END = 4;
  private static final int NOTHING = 5;

  private final Members members;

  /** One bit for each open bracket: whether it is that of an object. The last one is the lowest. */
  private long objects;

  private int depth;
  private int expected;
  private int end;
  private int nameFrom;
  private int nameTo;

  /** Learns where the members of objects stand. Names and texts come without their quotes. */
  interface Members {
    /** Of nothing. */
    Members IGNORED =
        new Members() {
          @Override
          public void value(int depth, int nameFrom, int nameTo, int from, int to) {}

          @Override
          public void open(int depth, int nameFrom, int nameTo) {}
        };

    /** A member that is a text, a number, a truth value or null, in the {@code depth}th object. */
    void value(int depth, int nameFrom, int nameTo, int from, int to);

    /**
     * A bracket is opened, in the {@code depth}th. If it is that of an object which is a member,
     * this is its name, and its own members follow; otherwise the name has no place: both are 0.
     */
    void open(int depth, int nameFrom, int nameTo);
  }

  JsonScanner(Members members) {
    this.members = members;
  }

  /** Whether these bytes are a whole value. */
  boolean isValue(byte[] bytes, int from, int to) {
    reset();
    return goOn(bytes, from, to) && isComplete();
  }

  /** Forgets what came before. */
  void reset() {
    objects = 0;
    depth = 0;
    expected = VALUE;
  }

  /** Whether a whole value has been read. */
  boolean isComplete() {
    return expected == NOTHING;
  }

  /** Where the bracket of the last object or list stands that was closed, and 1. */
  int end() {
    return end;
  }

  /** Reads on; false if this cannot be JSON any more. */
  boolean goOn(byte[] bytes, int from, int to) {
    int at = afterBlanks(bytes, from, to);
    while (at < to && at != BROKEN) {
      at = token(bytes, at, to);
      if (at != BROKEN) {
        at = afterBlanks(bytes, at, to);
      }
    }
    return at != BROKEN;
  }

  /**
   * Reads the value of a member of an object of which what came before has been read well.
   *
   * @param depth how many objects are open, and nothing else
   * @return the byte behind it; {@link #BROKEN} if it is no value
   */
  int memberEnd(byte[] bytes, int from, int to, int depth, int nameFrom, int nameTo) {
    this.depth = depth;
    this.nameFrom = nameFrom;
    this.nameTo = nameTo;
    objects = -1;
    expected = VALUE;
    int at = token(bytes, from, to);
    while (at != BROKEN && this.depth > depth) {
      at = afterBlanks(bytes, at, to);
      at = at == to ? BROKEN : token(bytes, at, to);
    }
    return at;
  }

  static int afterBlanks(byte[] bytes, int from, int to) {
    int at = from;
    // Most bytes are told from blanks by the first comparison.
    while (at < to && bytes[at] <= ' ' && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Reads what begins at {@code at}; a name with its colon. */
  private int token(byte[] bytes, int at, int to) {
    byte first = bytes[at];
    return switch (expected) {
      case VALUE -> value(bytes, at, to);
      case VALUE_OR_END -> first == ']' ? close(at) : value(bytes, at, to);
      case NAME -> name(bytes, at, to);
      case NAME_OR_END -> first == '}' ? close(at) : name(bytes, at, to);
      case COMMA_OR_END -> commaOrEnd(first, at);
      default -> BROKEN;
    };
  }

  private int commaOrEnd(byte first, int at) {
    boolean inObject = isInObject();
    if (first == ',') {
      expected = inObject ? NAME : VALUE;
      return at + 1;
    }
    return first == (inObject ? '}' : ']') ? close(at) : BROKEN;
  }

  private boolean isInObject() {
    return depth > 0 && (objects & 1) != 0;
  }

  private int close(int at) {
    objects >>>= 1;
    depth--;
    end = at + 1;
    afterValue();
    return at + 1;
  }

  private void afterValue() {
    expected = depth == 0 ? NOTHING : COMMA_OR_END;
  }

  /** A name and its colon are one token here: nobody writes them in two lines. */
  private int name(byte[] bytes, int at, int to) {
    if (bytes[at] != '"') {
      return BROKEN;
    }
    int end = stringEnd(bytes, at + 1, to);
    if (end == BROKEN) {
      return BROKEN;
    }
    int colon = afterBlanks(bytes, end + 1, to);
    if (colon == to || bytes[colon] != ':') {
      return BROKEN;
    }
    nameFrom = at + 1;
    nameTo = end;
    expected = VALUE;
    return colon + 1;
  }

  private int value(byte[] bytes, int at, int to) {
    byte first = bytes[at];
    if (first == '{' || first == '[') {
      return open(first == '{', at);
    }
    int end =
        switch (first) {
          case '"' -> stringEnd(bytes, at + 1, to);
          case 't' -> wordEnd(bytes, at, to, "true");
          case 'f' -> wordEnd(bytes, at, to, "false");
          case 'n' -> wordEnd(bytes, at, to, "null");
          default -> numberEnd(bytes, at, to);
        };
    if (end == BROKEN) {
      return BROKEN;
    }
    boolean text = first == '"';
    if (isInObject()) {
      members.value(depth, nameFrom, nameTo, text ? at + 1 : at, end);
    }
    afterValue();
    return text ? end + 1 : end;
  }

  private int open(boolean object, int at) {
    if (depth == DEEPEST) {
      return BROKEN;
    }
    boolean member = object && isInObject();
    members.open(depth, member ? nameFrom : 0, member ? nameTo : 0);
    objects = objects << 1 | (object ? 1 : 0);
    depth++;
    expected = object ? NAME_OR_END : VALUE_OR_END;
    return at + 1;
  }

  /** The index of the quote that closes the string of which the first byte is at {@code from}. */
  static int stringEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      at = nextSpecial(bytes, at, to);
      if (at == to || (bytes[at] & 0xff) < ' ') {
        return BROKEN;
      }
      if (bytes[at] == '"') {
        return at;
      }
      at = afterEscape(bytes, at, to);
      if (at == BROKEN) {
        return BROKEN;
      }
    }
  }

  /** The index of the first quote, backslash or control character. */
  static int nextSpecial(byte[] bytes, int from, int to) {
    int at = from;
    for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
      // As in the search for newlines: the lowest mark is always right.
      long eight = (long) EIGHT_BYTES.get(bytes, at);
      long quotes = eight ^ '"' * EACH;
      long backslashes = eight ^ '\\' * EACH;
      long marks =
          ((quotes - EACH & ~quotes)
                  | (backslashes - EACH & ~backslashes)
                  | (eight - ' ' * EACH & ~eight))
              & HIGH_BITS;
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    while (at < to && bytes[at] != '"' && bytes[at] != '\\' && (bytes[at] & 0xff) >= ' ') {
      at++;
    }
    return at;
  }

  private static int afterEscape(byte[] bytes, int backslash, int to) {
    if (backslash + 1 >= to) {
      return BROKEN;
    }
    return switch (bytes[backslash + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> backslash + 2;
      case 'u' -> afterHex(bytes, backslash + 2, to);
      default -> BROKEN;
    };
  }

  private static int afterHex(byte[] bytes, int from, int to) {
    if (to - from < 4) {
      return BROKEN;
    }
    for (int i = from; i < from + 4; i++) {
      if (Character.digit(bytes[i], 16) < 0) {
        return BROKEN;
      }
    }
    return from + 4;
  }

  private static int wordEnd(byte[] bytes, int at, int to, String word) {
    if (to - at < word.length()) {
      return BROKEN;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        return BROKEN;
      }
    }
    return at + word.length();
  }

  private static int numberEnd(byte[] bytes, int from, int to) {
    int at = bytes[from] == '-' ? from + 1 : from;
    boolean zero = at < to && bytes[at] == '0';
    int end = zero ? at + 1 : afterDigits(bytes, at, to);
    if (end != BROKEN && end < to && bytes[end] == '.') {
      end = afterDigits(bytes, end + 1, to);
    }
    if (end != BROKEN && end < to && (bytes[end] | 0x20) == 'e') {
      boolean sign = end + 1 < to && (bytes[end + 1] == '+' || bytes[end + 1] == '-');
      end = afterDigits(bytes, end + (sign ? 2 : 1), to);
    }
    return end;
  }

  private static int afterDigits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && Digits.isDigit(bytes[at])) {
      at++;
    }
    return at == from ? BROKEN : at;
  }
}
