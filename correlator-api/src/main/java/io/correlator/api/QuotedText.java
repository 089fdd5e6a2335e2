package io.correlator.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The text of a JSON string. Total: what is not well formed is taken as it stands. */
final class QuotedText {
  private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);
  private static final int ESCAPE_LENGTH = 6;

  private QuotedText() {}

  /** The text from the quote at {@code from} to the one that closes it, or to {@code to}. */
  static Slice read(byte[] bytes, int from, int to) {
    boolean escaped = false;
    int at = Math.min(from + 1, to);
    while (at < to && bytes[at] != '"') {
      boolean escape = bytes[at] == '\\' && at + 1 < to;
      escaped |= escape;
      at += escape ? 2 : 1;
    }
    Slice text = new Slice(bytes, Math.min(from + 1, to), at);
    return escaped ? unescaped(text.toByteArray()) : text;
  }

  /** No escape is shorter than what it stands for. */
  private static Slice unescaped(byte[] text) {
    byte[] plain = new byte[text.length];
    int length = 0;
    int at = 0;
    while (at < text.length) {
      if (text[at] != '\\' || at + 1 == text.length) {
        plain[length++] = text[at++];
      } else if (text[at + 1] != 'u') {
        plain[length++] = named(text[at + 1]);
        at += 2;
      } else {
        int unit = hex(text, at + 2);
        int low = isPairAt(text, at + ESCAPE_LENGTH, unit) ? hex(text, at + ESCAPE_LENGTH + 2) : -1;
        byte[] utf8 = utf8(unit, low);
        System.arraycopy(utf8, 0, plain, length, utf8.length);
        length += utf8.length;
        at = Math.min(at + (low < 0 ? 1 : 2) * ESCAPE_LENGTH, text.length);
      }
    }
    return new Slice(Arrays.copyOf(plain, length), 0, length);
  }

  private static byte named(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  /** Whether the second half of a character follows of which {@code high} is the first. */
  private static boolean isPairAt(byte[] text, int at, int high) {
    if (high < Character.MIN_HIGH_SURROGATE
        || high > Character.MAX_HIGH_SURROGATE
        || at + ESCAPE_LENGTH > text.length
        || text[at] != '\\'
        || text[at + 1] != 'u') {
      return false;
    }
    int low = hex(text, at + 2);
    return low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE;
  }

  /** What four hexadecimal digits say, or -1. */
  private static int hex(byte[] text, int at) {
    int value = at + 4 <= text.length ? 0 : -1;
    for (int i = at; value >= 0 && i < at + 4; i++) {
      int digit = Character.digit(text[i], 16);
      value = digit < 0 ? -1 : value << 4 | digit;
    }
    return value;
  }

  private static byte[] utf8(int unit, int low) {
    if (low >= 0) {
      return Character.toString(Character.toCodePoint((char) unit, (char) low))
          .getBytes(StandardCharsets.UTF_8);
    }
    return unit < 0 || Character.isSurrogate((char) unit)
        ? REPLACEMENT
        : Character.toString(unit).getBytes(StandardCharsets.UTF_8);
  }
}
