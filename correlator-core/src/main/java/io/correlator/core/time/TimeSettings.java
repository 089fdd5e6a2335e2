package io.correlator.core.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How an engine deals with time.
 *
 * @param mode in which order records are evaluated
 * @param fileLateness how far out of order the records of a file may be
 * @param liveLateness the same for what is read live
 * @param idle how long a live lane is silent before it holds nothing back any more
 * @param capacity how many records wait to be put in order, at most; with several files 10,000 or
 *     more, because records come in batches
 * @param late what happens to a record that comes when its time has passed
 */
public record TimeSettings(
    Mode mode,
    Duration fileLateness,
    Duration liveLateness,
    Duration idle,
    int capacity,
    Late late) {
  public TimeSettings {
    requireNonNull(mode, "mode");
    requireNonNull(late, "late");
    requireNotNegative("fileLateness", fileLateness);
    requireNotNegative("liveLateness", liveLateness);
    requireNotNegative("idle", idle);
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: must be at least 1, was " + capacity);
    }
  }

  /** In which order records are evaluated. */
  public enum Mode {
    /** In the order of their times: exact, and late by the lateness. */
    EVENT_TIME,
    /** As they come: at once, and time stands still where a record is older than the last. */
    ARRIVAL
  }

  /** What happens to a record that comes when its time has passed. */
  public enum Late {
    /** Modules see it, flagged as late; windows do not. */
    DETECT,
    /** It is counted and dropped. */
    DROP
  }

  /**
   * Event time; 10 s of lateness for files, where waiting costs nothing, 2 s for what is read live;
   * idle after 30 s; 100,000 records; late ones are still looked at.
   */
  public static TimeSettings defaults() {
    return new TimeSettings(
        Mode.EVENT_TIME,
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        100_000,
        Late.DETECT);
  }

  /** The same with another mode. */
  public TimeSettings withMode(Mode mode) {
    return new TimeSettings(mode, fileLateness, liveLateness, idle, capacity, late);
  }

  /** The same with another lateness for files and for what is read live. */
  public TimeSettings withLateness(Duration lateness) {
    return new TimeSettings(mode, lateness, lateness, idle, capacity, late);
  }

  /** The same with another bound on the records that wait. */
  public TimeSettings withCapacity(int capacity) {
    return new TimeSettings(mode, fileLateness, liveLateness, idle, capacity, late);
  }

  /** The same with another fate for late records. */
  public TimeSettings withLate(Late late) {
    return new TimeSettings(mode, fileLateness, liveLateness, idle, capacity, late);
  }

  private static void requireNotNegative(String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + ": must not be negative, was " + duration);
    }
  }
}
