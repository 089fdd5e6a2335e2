package io.correlator.rules.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * Some characters of ASCII.
 *
 * @param low a bit for each of those below 64
 * @param high a bit for each of those from 64 on
 */
record AsciiSet(long low, long high) {
  static final AsciiSet NONE = new AsciiSet(0, 0);
  static final AsciiSet ALL = new AsciiSet(-1, -1);

  boolean has(int c) {
    return ((c < 64 ? low : high) & 1L << c) != 0;
  }

  AsciiSet or(AsciiSet more) {
    return new AsciiSet(low | more.low, high | more.high);
  }

  /** Those that a part of an expression stands for: the engine is asked, one by one. */
  static Optional<AsciiSet> of(RegexTree.One part) {
    if (part.expression().isEmpty()) {
      return Optional.empty();
    }
    int flags =
        (part.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0) | (part.dotAll() ? Pattern.DOTALL : 0);
    try {
      Pattern one = Pattern.compile(part.expression(), flags);
      long low = 0;
      long high = 0;
      for (int c = 0; c < 128; c++) {
        if (one.matches(String.valueOf((char) c))) {
          low |= c < 64 ? 1L << c : 0;
          high |= c < 64 ? 0 : 1L << c;
        }
      }
      return Optional.of(new AsciiSet(low, high));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }
}
