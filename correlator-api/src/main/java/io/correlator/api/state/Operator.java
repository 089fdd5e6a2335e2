package io.correlator.api.state;

import io.correlator.api.Slice;
import java.util.Optional;

/**
 * A small state machine per key that fires when its condition is met: what all operators have in
 * common.
 *
 * <p>All windows are closed: an event at time {@code t0} belongs to the window that ends at {@code
 * t} if {@code t - t0} is at most the length of the window, to the millisecond. Time is the
 * engine's ({@code ModuleContext.now()}); events at the same time count in the order in which they
 * come, and records that are {@linkplain io.correlator.api.LogRecord.Flag#LATE late} do not count
 * at all. What time decides, happens after all events at the deadline and before any later one.
 *
 * <p>State is bounded. When there are too many keys, one that has expired goes first, otherwise one
 * of a small sample that is farthest from firing, so that a flood of new keys does not push out one
 * that is about to fire. Only the processor's own thread may use an operator.
 */
public interface Operator {
  /** Forgets {@code key}, and closes its alert without telling anyone. */
  void reset(Slice key);

  /** As {@link #reset(Slice)}. */
  default void reset(String key) {
    reset(Slice.of(key));
  }

  /** The alert that is open for {@code key}. */
  Optional<OpenAlert> open(Slice key);

  /** As {@link #open(Slice)}. */
  default Optional<OpenAlert> open(String key) {
    return open(Slice.of(key));
  }

  /** How many keys are held; may include some that are due to expire. */
  int size();

  /** How many keys were pushed out before their time because there were too many. */
  long evicted();

  /** How many firings were not told because the quota was used up. */
  long overQuota();
}
