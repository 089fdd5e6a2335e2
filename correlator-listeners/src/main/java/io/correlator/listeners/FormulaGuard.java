package io.correlator.listeners;

import io.correlator.api.Printable;

/**
 * Keeps spreadsheets from running what stands in a log: text that could start a formula gets an
 * apostrophe in front, which spreadsheets take as "this is text".
 *
 * <p>So does text that starts with an apostrophe itself. Thus a program gets the original back by a
 * rule without exceptions: if the text starts with an apostrophe, drop that one.
 */
final class FormulaGuard {
  static final char MARK = '\'';

  /** What starts a formula, also in full width, and what some readers turn into a new cell. */
  private static final String RISKY = "=+-@＝＋－＠\t\r\n" + MARK;

  private FormulaGuard() {}

  static String apply(String text) {
    return isRisky(text) ? MARK + text : text;
  }

  /** Some spreadsheets drop leading blanks and invisible characters, so these are looked past. */
  private static boolean isRisky(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (RISKY.indexOf(c) >= 0) {
        return true;
      }
      if (!Character.isSpaceChar(c) && Printable.isShown(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return false;
  }
}
