package io.correlator.core.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a module that fails is left out, and for how long. All times are engine time, so the same
 * records give the same quarantine. A module with keys is left out by {@linkplain
 * io.correlator.api.module.Module#partitionKey() groups of keys}.
 *
 * @param errors how many errors within the window are too many; 0 if modules are never left out
 * @param window the time in which they happen
 * @param inARow how many calls that fail one after another are too many, however long that takes
 * @param pause how long a module is left out before it is tried again
 * @param longestPause the pause doubles with each try that fails, up to this
 */
public record QuarantineSettings(
    int errors, Duration window, int inARow, Duration pause, Duration longestPause) {
  public QuarantineSettings {
    if (errors < 0 || errors > 10_000) {
      throw new IllegalArgumentException("errors: must be 0 to 10,000, was " + errors);
    }
    if (inARow < 1) {
      throw new IllegalArgumentException("inARow: must be at least 1, was " + inARow);
    }
    requireNotNegative("window", window);
    requireNotNegative("pause", pause);
    requireNotNegative("longestPause", longestPause);
    if (longestPause.compareTo(pause) < 0) {
      throw new IllegalArgumentException(
          "longestPause: must not be shorter than pause, was " + longestPause);
    }
  }

  private static void requireNotNegative(String name, Duration duration) {
    if (requireNonNull(duration, name).isNegative()) {
      throw new IllegalArgumentException(name + ": must not be negative, was " + duration);
    }
  }

  /** 10 errors within a minute or 100 in a row; a minute, doubling up to an hour. */
  public static QuarantineSettings defaults() {
    return new QuarantineSettings(
        10, Duration.ofMinutes(1), 100, Duration.ofMinutes(1), Duration.ofHours(1));
  }

  /** Modules are never left out, however often they fail. */
  public static QuarantineSettings off() {
    return new QuarantineSettings(0, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO);
  }

  /** Whether modules are never left out. */
  public boolean isOff() {
    return errors == 0;
  }

  /** The same with other numbers of errors: within the window, and in a row. */
  public QuarantineSettings withErrors(int errors, int inARow) {
    return new QuarantineSettings(errors, window, inARow, pause, longestPause);
  }

  /** The same with another window. */
  public QuarantineSettings withWindow(Duration window) {
    return new QuarantineSettings(errors, window, inARow, pause, longestPause);
  }

  /** The same with other pauses: the first, and the longest. */
  public QuarantineSettings withPauses(Duration pause, Duration longestPause) {
    return new QuarantineSettings(errors, window, inARow, pause, longestPause);
  }
}
