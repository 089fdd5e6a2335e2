package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;

/**
 * Expects an answer and fires when it does not come in time, as its {@link AbsenceSpec} says. It
 * fires with the time of the deadline.
 *
 * <p>Memory per key: when the pending expectations began. For an event that is both an answer and
 * an expectation, call {@link #answer} first.
 */
public interface Absence extends Operator {
  /** From now on, an answer for {@code key} is expected because of {@code record}. */
  Outcome expect(Slice key, LogRecord record);

  /** As {@link #expect(Slice, LogRecord)}. */
  default Outcome expect(String key, LogRecord record) {
    return expect(Slice.of(key), record);
  }

  /** What was expected for {@code key} has come: nothing is pending any more. */
  void answer(Slice key);

  /** As {@link #answer(Slice)}. */
  default void answer(String key) {
    answer(Slice.of(key));
  }

  /** How many expectations were ignored because too many of their key were pending. */
  long ignored();
}
