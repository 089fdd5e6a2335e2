package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;

/**
 * Counts different values per key in a sliding window and fires when there are as many as its
 * {@link DistinctSpec} says.
 *
 * <p>Memory per key: for each of as many values as the condition needs, when it was last seen. The
 * values themselves are kept once for all keys. A value longer than 255 bytes is told apart by a
 * digest.
 */
public interface DistinctCount extends Operator {
  /** Counts {@code value}, found in {@code record}, for {@code key}, at engine time. */
  Outcome add(Slice key, Slice value, LogRecord record);

  /** As {@link #add(Slice, Slice, LogRecord)}. */
  default Outcome add(String key, String value, LogRecord record) {
    return add(Slice.of(key), Slice.of(value), record);
  }
}
