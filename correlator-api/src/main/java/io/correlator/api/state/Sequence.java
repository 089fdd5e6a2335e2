package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;

/**
 * Waits for the steps of a {@link SequenceSpec} to follow each other for a key within a window.
 * Other events in between do not matter. What it shows is the tightest chain: the one that began
 * last.
 *
 * <p>Memory per key: for each step, the chain that leads to it.
 */
public interface Sequence extends Operator {
  /**
   * Takes {@code record}, which is for {@code key} what {@code match} says, at engine time. An
   * event that could be several steps fills only one of a chain. An event that forbids a gap and is
   * the step after it as well completes that step first; one that is the last step and ends the
   * sequence completes it first.
   *
   * @throws IllegalArgumentException if the spec has no such step
   */
  Outcome hit(Slice key, StepMatch match, LogRecord record);

  /** As {@link #hit(Slice, StepMatch, LogRecord)}. */
  default Outcome hit(String key, StepMatch match, LogRecord record) {
    return hit(Slice.of(key), match, record);
  }
}
