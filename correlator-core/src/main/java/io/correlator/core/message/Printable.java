package io.correlator.core.message;

/**
 * Text that does nothing but show: what steers a terminal, breaks a line, reorders text or cannot
 * be seen is written as {@code \}{@code uXXXX}. May be used by any thread.
 */
final class Printable {
  private Printable() {}

  /** {@code text} with every character of the categories Cc, Cf, Cs, Zl and Zp escaped. */
  static String of(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) < 0x7f) {
      i++;
    }
    return i == text.length() ? text : escaped(text, i);
  }

  private static String escaped(String text, int from) {
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, from);
    for (int i = from; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int next = i + Character.charCount(codePoint);
      if (isShown(codePoint)) {
        out.append(text, i, next);
      } else {
        for (int unit = i; unit < next; unit++) {
          out.append("\\u%04x".formatted((int) text.charAt(unit)));
        }
      }
      i = next;
    }
    return out.toString();
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
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
