package io.correlator.sources;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How long to wait for the next record of a replay, so that they come as they once arrived. */
final class Pace {
  private final double speed;
  private final InstantSource clock;
  private @Nullable Instant firstReceived;
  private Instant begun = Instant.EPOCH;

  /**
   * A pace.
   *
   * @param speed how many seconds of then pass in one of now; infinite for no waiting at all
   */
  Pace(double speed, InstantSource clock) {
    this.speed = speed;
    this.clock = clock;
  }

  /** Zero if it is due. Nothing waits for one that arrived before the first. */
  Duration until(Instant received) {
    if (speed == Double.POSITIVE_INFINITY) {
      return Duration.ZERO;
    }
    if (firstReceived == null) {
      firstReceived = received;
      begun = clock.instant();
    }
    double sinceFirst = Duration.between(firstReceived, received).toMillis() / speed;
    Duration left =
        Duration.ofMillis((long) sinceFirst).minus(Duration.between(begun, clock.instant()));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
