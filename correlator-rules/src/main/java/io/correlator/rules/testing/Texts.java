package io.correlator.rules.testing;

/** Texts from logs and rules, made safe to show. */
final class Texts {
  private static final int MOST = 120;

  private Texts() {}

  /** The same text, without what steers a terminal, and shortened if it is long. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(MOST).forEach(c -> append(shown, c));
    return text.codePointCount(0, text.length()) > MOST ? shown + "..." : shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> {
        for (char unit : Character.toChars(c)) {
          shown.append("\\u%04x".formatted((int) unit));
        }
      }
      default -> shown.appendCodePoint(c);
    }
  }
}
