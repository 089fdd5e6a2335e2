package io.correlator.rules.regex;

import java.util.Locale;

/**
 * The letters that RE2/J never stops comparing if case is ignored: it goes from one form of a
 * letter to the next until it is back at the first, and from these, old forms of Cyrillic letters,
 * the JDK never leads back.
 */
final class Unfoldable {
  private static final int FIRST = 0x1c80;
  private static final int LAST = 0x1c88;

  /** What has all letters need not be compared letter by letter. */
  private static final int BEFORE_LETTERS = 'A';

  private Unfoldable() {}

  /**
   * Refuses a range of characters with such letters.
   *
   * @throws IllegalArgumentException if there is one in it, and case is ignored
   */
  static void check(int from, int to, boolean ignoreCase) {
    boolean all = from <= BEFORE_LETTERS && to == Character.MAX_CODE_POINT;
    if (ignoreCase && from <= LAST && to >= FIRST && !all) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "U+1C80 to U+1C88 cannot be matched without regard to case: leave them out, as in"
                  + " [\\x{%x}-\\x{1c7f}\\x{1c89}-\\x{%x}]",
              Math.min(from, FIRST - 1),
              Math.max(to, LAST + 1)));
    }
  }
}
