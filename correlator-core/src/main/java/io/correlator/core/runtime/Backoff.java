package io.correlator.core.runtime;

import io.correlator.api.listener.DeliverySettings;
import java.util.random.RandomGenerator;

/**
 * How long to wait before an event is offered again: twice as long after each failure, up to a
 * limit, and a fifth more or less, so that many who failed together do not come back together.
 *
 * @param settings say how long
 * @param random decides on the fifth
 */
record Backoff(DeliverySettings settings, RandomGenerator random) {
  private static final double SPREAD = 0.2;

  /** The wait after this many failures, from 1, in nanoseconds. */
  long nanosAfter(int failures) {
    long wait = settings.firstDelay().toNanos();
    long longest = settings.longestDelay().toNanos();
    for (int i = 1; i < failures && wait < longest; i++) {
      wait = wait > longest / 2 ? longest : 2 * wait;
    }
    double factor = 1 + SPREAD * (2 * random.nextDouble() - 1);
    return (long) (Math.min(wait, longest) * factor);
  }
}
