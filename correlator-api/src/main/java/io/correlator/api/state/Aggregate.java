package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;

/**
 * Computes a number over the values of a key in a sliding window and fires when it is as its {@link
 * AggregateSpec} says. It is evaluated when a value comes, not when one leaves the window.
 *
 * <p>Memory per key: the values of the window, up to a bound. A percentile costs time in proportion
 * to them at each value.
 */
public interface Aggregate extends Operator {
  /**
   * Adds {@code value}, found in {@code record}, for {@code key}, at engine time. A value that is
   * not a finite number is skipped and counted.
   */
  Outcome add(Slice key, double value, LogRecord record);

  /** As {@link #add(Slice, double, LogRecord)}. */
  default Outcome add(String key, double value, LogRecord record) {
    return add(Slice.of(key), value, record);
  }

  /** How many values were skipped because they are not finite numbers. */
  long skipped();
}
