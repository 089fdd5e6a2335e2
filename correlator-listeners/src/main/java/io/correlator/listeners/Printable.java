package io.correlator.listeners;

/**
 * Text that does nothing but show: what steers a terminal, breaks a line, reorders text or cannot
 * be seen is written as {@code \}{@code uXXXX}.
 *
 * <p>That is every character of the Unicode categories Cc (C0 and C1 controls, TAB among them, and
 * DEL), Cf (bidirectional controls, zero-width characters, tags), Zl and Zp (U+2028 and U+2029),
 * and surrogates that have no partner. The result has neither of these, so escaping it again
 * changes nothing. May be used by any thread.
 */
final class Printable {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Printable() {}

  /** Whether {@code codePoint} may stand as it is. */
  static boolean isShown(int codePoint) {
    return (codePoint >= ' ' && codePoint < 0x7f)
        || switch (Character.getType(codePoint)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
  }

  /** Appends {@code text} with all that is not shown escaped. */
  static void append(StringBuilder out, String text) {
    append(out, text, false);
  }

  /**
   * Appends {@code text} in double quotes. Quotes and backslashes in it get a backslash, so that
   * what is read back has one meaning.
   */
  static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    append(out, text, true);
    out.append('"');
  }

  private static void append(StringBuilder out, String text, boolean quoted) {
    int from = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f) {
        if (quoted && (c == '"' || c == '\\')) {
          out.append(text, from, i).append('\\');
          from = i;
        }
        i++;
      } else {
        int codePoint = text.codePointAt(i);
        int next = i + Character.charCount(codePoint);
        if (!isShown(codePoint)) {
          out.append(text, from, i);
          escape(out, text, i, next);
          from = next;
        }
        i = next;
      }
    }
    out.append(text, from, text.length());
  }

  private static void escape(StringBuilder out, String text, int from, int to) {
    for (int i = from; i < to; i++) {
      out.append(escape(text.charAt(i)));
    }
  }

  /** The six characters that stand for {@code c}, in Java and in JSON. */
  static String escape(char c) {
    return new String(
        new char[] {'\\', 'u', HEX[c >> 12], HEX[(c >> 8) & 15], HEX[(c >> 4) & 15], HEX[c & 15]});
  }
}
