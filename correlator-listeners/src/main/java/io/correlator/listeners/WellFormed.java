package io.correlator.listeners;

/**
 * Text that other programs can read: a surrogate without a partner becomes U+FFFD.
 *
 * <p>Java strings can hold such halves, UTF-8 cannot, and many JSON readers refuse a whole object
 * because of an escaped one. May be used by any thread.
 */
final class WellFormed {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /** The text itself unless something had to be replaced. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
