package io.correlator.sources;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time by which it is measured whether a sender takes too long. A step of the clock is nearly
 * none of it, and neither is time in which the source was held up and read nothing. For one thread.
 */
final class Patience {
  /** The source looks at least once a second: what lies between two looks is hardly more. */
  private static final Duration MOST = Duration.ofSeconds(10);

  private final InstantSource clock;
  private Instant last;
  private Instant now;

  Patience(InstantSource clock) {
    this.clock = clock;
    this.last = clock.instant();
    this.now = last;
  }

  /** Time goes on; called once for each turn. */
  Instant look() {
    Instant wall = clock.instant();
    Duration passed = Duration.between(last, wall);
    last = wall;
    if (!passed.isNegative()) {
      now = now.plus(passed.compareTo(MOST) < 0 ? passed : MOST);
    }
    return now;
  }

  /** As of the last look. */
  Instant now() {
    return now;
  }
}
