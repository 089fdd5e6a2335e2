package io.correlator.sources;

import java.time.Duration;

/**
 * How many records a sender may send in some time, all at once if it likes.
 *
 * @param records 1 to 1,000,000
 * @param time a millisecond to an hour
 */
record RateLimit(int records, Duration time) {
  private static final int MOST = 1_000_000;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  RateLimit {
    if (records < 1 || records > MOST) {
      throw new IllegalArgumentException(
          "rateLimit: must be 1 to %,d records, was %d".formatted(MOST, records));
    }
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "rateLimit: must be for a millisecond to an hour, was for " + time);
    }
  }
}
