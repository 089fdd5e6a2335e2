package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often an operator may fire, over all of its keys: of a closed window of time, the first
 * firings are told and the rest are only counted.
 *
 * @param firings how many are told within {@code window}, 1 to 65,535
 * @param window the length of the window, 1 ms or longer
 */
public record Quota(int firings, Duration window) {
  private static final int MOST = 65_535;

  public Quota {
    requireNonNull(window, "window");
    if (firings < 1 || firings > MOST) {
      throw new IllegalArgumentException(
          "quota: must be between 1 and %,d firings, was %,d".formatted(MOST, firings));
    }
    if (window.toMillis() < 1) {
      throw new IllegalArgumentException("quota: window must be 1 ms or longer, was " + window);
    }
  }
}
