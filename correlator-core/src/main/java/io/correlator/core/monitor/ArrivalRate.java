package io.correlator.core.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast records come: a mean in which what is a minute old counts a third of what is new, and so
 * on. In the first minute it is the plain mean. Immutable.
 *
 * @param begun when it began
 * @param last what {@code weight} holds for
 * @param weight the records so far, each of them the less the older it is
 */
public record ArrivalRate(Instant begun, Instant last, double weight) {
  private static final double SECONDS = 60;

  /** Nothing has come so far. */
  public static ArrivalRate from(Instant now) {
    return new ArrivalRate(now, now, 0);
  }

  /** After some more records. A step back of the clock is no time. */
  public ArrivalRate after(long records, Instant now) {
    Instant later = now.isBefore(last) ? last : now;
    return new ArrivalRate(begun, later, weight * left(last, later) + records);
  }

  /** Records a second. */
  public double perSecond(Instant now) {
    double whole = SECONDS * (1 - left(begun, now));
    return whole <= 0 ? 0 : weight * left(last, now) / whole;
  }

  /** What is left of something's weight. */
  private static double left(Instant then, Instant now) {
    double seconds = Duration.between(then, now).toNanos() / 1e9;
    return Math.exp(-Math.max(0, seconds) / SECONDS);
  }
}
