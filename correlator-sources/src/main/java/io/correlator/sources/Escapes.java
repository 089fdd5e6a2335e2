package io.correlator.sources;

/** Writes any text as one word of visible characters, and reads it again. */
final class Escapes {
  private static final int HEX = 16;
  private static final int CODE_LENGTH = 4;

  private Escapes() {}

  static String escape(String text) {
    StringBuilder word = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || Character.isWhitespace(c) || !isPlain(c)) {
        word.append("\\u").append(java.util.HexFormat.of().toHexDigits(c));
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  /** Characters that show, and that every encoding of a file can hold. */
  private static boolean isPlain(char c) {
    return !Character.isISOControl(c)
        && !Character.isSurrogate(c)
        && Character.getType(c) != Character.FORMAT
        && !Character.isSpaceChar(c);
  }

  /**
   * The text that was escaped.
   *
   * @throws IllegalArgumentException if the word was not written by {@link #escape}
   */
  static String unescape(String word) {
    StringBuilder text = new StringBuilder(word.length());
    int at = 0;
    for (int next = word.indexOf('\\'); next >= 0; next = word.indexOf('\\', at)) {
      int code = next + 2;
      if (!word.startsWith("\\u", next) || code + CODE_LENGTH > word.length()) {
        throw new IllegalArgumentException("cannot read '" + word + "'");
      }
      text.append(word, at, next);
      at = code + CODE_LENGTH;
      text.append((char) Integer.parseInt(word, code, at, HEX));
    }
    return text.append(word, at, word.length()).toString();
  }
}
