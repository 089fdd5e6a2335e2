package io.correlator.rules.testing;

import io.correlator.api.Printable;

/** Texts from logs and rules, made safe to show. */
final class Texts {
  private static final int MOST = 120;

  private Texts() {}

  /** The same text, without what steers a terminal, and shortened if it is long. */
  static String shown(String text) {
    boolean isLong = text.codePointCount(0, text.length()) > MOST;
    return Printable.of(
        isLong ? text.substring(0, text.offsetByCodePoints(0, MOST)) + "..." : text);
  }
}
