package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;

/**
 * Counts events per key, is raised at one threshold and cleared at another, as its {@link
 * AlarmSpec} says. While it is raised, events only update it. It is cleared at the end of the first
 * millisecond whose window holds few enough events, and then begins anew.
 *
 * <p>Memory per key: the times of the last events, as many as the thresholds need.
 */
public interface Alarm extends Operator {
  /** Counts {@code record} for {@code key}, at engine time. */
  Outcome add(Slice key, LogRecord record);

  /** As {@link #add(Slice, LogRecord)}. */
  default Outcome add(String key, LogRecord record) {
    return add(Slice.of(key), record);
  }
}
