package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.Fields;
import io.correlator.api.Slice;

/**
 * Messages that are pairs of names and values, as firewalls, the kernel's packet filter and many
 * programs write them (logfmt): {@code level=warn msg="disk \"a\" is full" free=3}.
 *
 * <p>A message is one if it begins with a pair, and has more of them or nothing else. A value goes
 * on to the next blank, or if it begins with a quote, to the quote that closes it; within quotes, a
 * backslash protects a quote and a backslash. Words without an equals sign are no fields. Of a name
 * that comes again, the last value counts. All values are text.
 */
final class PairFields {
  private final byte[] bytes;
  private int at;

  private PairFields(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether a message begins with a pair. */
  static boolean begins(Slice message) {
    if (message.isEmpty() || !isLetter(message.byteAt(0))) {
      return false;
    }
    int end = 1;
    while (end < message.length() && isInName(message.byteAt(end))) {
      end++;
    }
    return end < message.length() && message.byteAt(end) == '=';
  }

  /** All pairs of a message; none if only one stands before other text. */
  static Fields of(Slice message) {
    return new PairFields(message.toByteArray()).read();
  }

  private Fields read() {
    Fields.Builder fields = Fields.builder();
    int pairs = 0;
    int words = 0;
    while (at < bytes.length) {
      int name = at;
      while (at < bytes.length && isInName(bytes[at])) {
        at++;
      }
      if (at > name && at < bytes.length && bytes[at] == '=') {
        String key = new String(bytes, name, at - name, UTF_8);
        at++;
        fields.put(key, value());
        pairs++;
      } else {
        skipWord();
        words++;
      }
      at = Bytes.afterBlanks(bytes, at, bytes.length);
    }
    return pairs == 1 && words > 0 ? Fields.empty() : fields.build();
  }

  private void skipWord() {
    at = afterWord(bytes, at, bytes.length);
  }

  /** The index of the blank behind a word. */
  static int afterWord(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != ' ') {
      end++;
    }
    return end;
  }

  private String value() {
    if (at < bytes.length && bytes[at] == '"') {
      int close = closingQuote(bytes, at + 1, bytes.length);
      if (close < bytes.length) {
        String value = plain(at + 1, close);
        at = close + 1;
        return value;
      }
    }
    int from = at;
    skipWord();
    return new String(bytes, from, at - from, UTF_8);
  }

  /** The index of the quote that closes what begins here, or more than the last. */
  static int closingQuote(byte[] bytes, int from, int to) {
    int quote = from;
    while (quote < to && bytes[quote] != '"') {
      quote += bytes[quote] == '\\' ? 2 : 1;
    }
    return quote;
  }

  private String plain(int from, int to) {
    byte[] plain = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      boolean escape =
          bytes[i] == '\\' && i + 1 < to && (bytes[i + 1] == '"' || bytes[i + 1] == '\\');
      plain[length++] = bytes[escape ? ++i : i];
    }
    return new String(plain, 0, length, UTF_8);
  }

  static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  static boolean isInName(byte b) {
    return isLetter(b) || Digits.isDigit(b) || b == '_' || b == '-' || b == '.' || b == '/';
  }
}
