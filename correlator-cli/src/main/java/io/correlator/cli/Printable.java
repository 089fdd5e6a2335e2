package io.correlator.cli;

/**
 * Text that does nothing but show. Names of files, and what plug-ins complain about, may be the
 * work of strangers: what would steer the terminal becomes a visible escape such as {@code \u001b}.
 */
final class Printable {
  private Printable() {}

  /** The same text with all characters escaped that steer, break lines or do not show. */
  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> append(shown, codePoint));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int codePoint) {
    switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> {
        for (char c : Character.toChars(codePoint)) {
          shown.append("\\u%04x".formatted((int) c));
        }
      }
      default -> shown.appendCodePoint(codePoint);
    }
  }
}
