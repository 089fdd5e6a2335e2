package io.correlator.core.pipeline;

import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import java.io.IOException;
import java.time.Duration;

/** Cuts engine time into periods of equal length, counted from 1970-01-01T00:00Z. */
final class StatisticsSchedule {
  private final long length;
  private boolean started;
  private long start;

  StatisticsSchedule(Duration length) {
    if (length.toMillis() < 1) {
      throw new IllegalArgumentException("a period must be 1 ms or longer, was " + length);
    }
    this.length = length.toMillis();
  }

  void startAt(long time) {
    started = true;
    start = Math.floorDiv(time, length) * length;
  }

  void save(StateOutput out) {
    out.writeBoolean(started);
    out.writeLong(start);
  }

  void load(StateInput in) throws IOException {
    boolean wasStarted = in.readBoolean();
    long time = in.readLong();
    if (wasStarted) {
      startAt(time);
    }
  }

  boolean started() {
    return started;
  }

  long start() {
    return start;
  }

  /** The first moment that belongs to the next period. */
  long end() {
    return started ? start + length : Long.MAX_VALUE;
  }
}
