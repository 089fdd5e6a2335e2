package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;

/**
 * Waits until enough different steps have happened for a key within a window, in any order, as its
 * {@link CoincidenceSpec} says.
 *
 * <p>Memory per key: when each step last happened.
 */
public interface Coincidence extends Operator {
  /**
   * Takes {@code record}, which is for {@code key} what {@code match} says, at engine time. One
   * event may be several steps.
   *
   * @throws IllegalArgumentException if the spec has no such step, or no forbidden events
   */
  Outcome hit(Slice key, StepMatch match, LogRecord record);

  /** As {@link #hit(Slice, StepMatch, LogRecord)}. */
  default Outcome hit(String key, StepMatch match, LogRecord record) {
    return hit(Slice.of(key), match, record);
  }
}
