package io.correlator.core.journal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How journals are kept.
 *
 * @param mostBytes how much there may be of all journals of an engine, about; 1 MiB or more
 * @param forceEvery how long after it was written something is on the disk at most; zero for before
 *     it is evaluated, {@link #NEVER} for when the system likes
 */
public record JournalSettings(long mostBytes, Duration forceEvery) {
  /** The system decides when something gets to the disk. */
  public static final Duration NEVER = ChronoUnit.FOREVER.getDuration();

  /** The least that there may be of all journals. */
  public static final long LEAST_BYTES = 1 << 20;

  private static final long LARGEST_SEGMENT = 64 << 20;
  private static final int LEAST_SEGMENTS = 8;

  public JournalSettings {
    requireNonNull(forceEvery, "forceEvery");
    if (mostBytes < LEAST_BYTES) {
      throw new IllegalArgumentException("mostBytes: must be 1 MiB or more, was " + mostBytes);
    }
    if (forceEvery.isNegative()) {
      throw new IllegalArgumentException("forceEvery: must not be negative, was " + forceEvery);
    }
  }

  /** 1 GiB, and 200 milliseconds. */
  public static JournalSettings defaults() {
    return new JournalSettings(1L << 30, Duration.ofMillis(200));
  }

  /** How long a file of a journal is, about: so that some of them can be deleted in time. */
  long segmentBytes() {
    return Math.min(LARGEST_SEGMENT, mostBytes / LEAST_SEGMENTS);
  }

  boolean forcesEachBatch() {
    return forceEvery.isZero();
  }

  boolean neverForces() {
    return forceEvery.equals(NEVER);
  }
}
