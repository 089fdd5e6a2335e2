package io.correlator.api;

/**
 * Text that does nothing but show. What stands in a log is the work of strangers: before it is
 * shown to anybody, what steers a terminal, breaks a line, reorders text or cannot be seen is
 * written as {@code \}{@code uXXXX}.
 *
 * <p>That is every character of the Unicode categories Cc (C0 and C1 controls, TAB among them, and
 * DEL), Cf (bidirectional controls, zero-width characters, tags), Zl and Zp (U+2028 and U+2029),
 * and surrogates that have no partner. The result has none of these, so escaping it again changes
 * nothing. May be used by any thread.
 */
public final class Printable {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Printable() {}

  /** {@code text} with all that is not shown escaped; the same object if nothing is. */
  public static String of(String text) {
    int hidden = firstHidden(text);
    if (hidden == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    append(out, text, hidden);
    return out.toString();
  }

  /** Appends {@code text} with all that is not shown escaped. */
  public static void append(StringBuilder out, String text) {
    append(out, text, firstHidden(text));
  }

  private static void append(StringBuilder out, String text, int firstHidden) {
    out.append(text, 0, firstHidden);
    for (int i = firstHidden; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int next = i + Character.charCount(codePoint);
      if (isShown(codePoint)) {
        out.append(text, i, next);
      } else {
        escape(out, text, i, next);
      }
      i = next;
    }
  }

  private static int firstHidden(String text) {
    int i = 0;
    while (i < text.length() && isShown(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private static void escape(StringBuilder out, String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      out.append('\\').append('u');
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(HEX[c >> shift & 15]);
      }
    }
  }

  /** Whether {@code codePoint} may stand as it is. */
  public static boolean isShown(int codePoint) {
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
}
