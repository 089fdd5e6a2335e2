package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;

/**
 * Counts events per key in a sliding window and fires when there are as many as its {@link
 * CountSpec} says.
 *
 * <p>Memory per key: the times of the last events, as many as the condition needs.
 */
public interface EventCount extends Operator {
  /** Counts {@code record} for {@code key}, at engine time. */
  Outcome add(Slice key, LogRecord record);

  /** As {@link #add(Slice, LogRecord)}. */
  default Outcome add(String key, LogRecord record) {
    return add(Slice.of(key), record);
  }
}
