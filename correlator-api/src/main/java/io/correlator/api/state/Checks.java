package io.correlator.api.state;

import java.time.Duration;

/** Checks that the specs share, so that they complain in the same words. */
final class Checks {
  /** How far operators count per key. */
  static final int MOST_COUNTED = 65_535;

  private Checks() {}

  static void window(String name, Duration window) {
    if (window.toMillis() < 1) {
      throw new IllegalArgumentException(name + ": must be 1 ms or longer, was " + window);
    }
  }

  static void range(String name, long number, long least, long most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s: must be between %,d and %,d, was %,d".formatted(name, least, most, number));
    }
  }

  /** A condition on a count that can be decided with a table of bounded size. */
  static void countable(Condition condition) {
    if (condition.reach() > MOST_COUNTED) {
      throw new IllegalArgumentException(
          "condition: cannot count beyond %,d, was %s".formatted(MOST_COUNTED, condition));
    }
  }
}
