package io.correlator.rules.classify;

import java.util.function.BiConsumer;

/**
 * Text with {@code name=value} in it, as the Linux audit log has; a value with blanks stands in
 * quotes. Of a name that comes again, whoever takes the pairs decides. At most {@value #MOST} are
 * looked at.
 */
final class Pairs {
  private static final int MOST = 200;

  private Pairs() {}

  static void read(String text, BiConsumer<String, String> pairs) {
    int at = 0;
    for (int count = 0; count < MOST; count++) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        return;
      }
      int name = equals;
      while (name > at && isName(text.charAt(name - 1))) {
        name--;
      }
      int end = valueEnd(text, equals + 1);
      if (name < equals) {
        pairs.accept(text.substring(name, equals), value(text, equals + 1, end));
      }
      at = end;
    }
  }

  private static int valueEnd(String text, int from) {
    char quote = from < text.length() ? text.charAt(from) : ' ';
    if (quote == '"' || quote == '\'') {
      int close = text.indexOf(quote, from + 1);
      return close < 0 ? text.length() : close + 1;
    }
    int end = from;
    while (end < text.length() && text.charAt(end) > ' ') {
      end++;
    }
    return end;
  }

  private static String value(String text, int from, int to) {
    char quote = from < to ? text.charAt(from) : ' ';
    boolean quoted = to - from >= 2 && (quote == '"' || quote == '\'');
    return quoted && text.charAt(to - 1) == quote
        ? text.substring(from + 1, to - 1)
        : text.substring(from, to);
  }

  private static boolean isName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
