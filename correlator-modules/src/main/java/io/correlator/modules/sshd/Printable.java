package io.correlator.modules.sshd;

import io.correlator.api.Slice;

/**
 * Text from a log as it may be shown anywhere: what would move the cursor, turn the direction of
 * writing or end the line becomes a visible escape such as {@code \u001b}.
 *
 * <p>sshd escapes such bytes itself, so this changes only what came into the log another way.
 */
final class Printable {
  private Printable() {}

  static String of(Slice text) {
    String decoded = text.toString();
    for (int i = 0; i < text.length(); i++) {
      byte b = text.byteAt(i);
      if (b < ' ' || b == 0x7f) {
        return escape(decoded);
      }
    }
    return decoded;
  }

  private static String escape(String text) {
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isInvisible(c)) {
                shown.append("\\u").append("%04x".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  private static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
