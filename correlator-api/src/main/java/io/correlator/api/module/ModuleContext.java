package io.correlator.api.module;

import io.correlator.api.Event;
import io.correlator.api.state.Codec;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.Operators;
import io.correlator.api.state.SlidingCounter;
import io.correlator.api.state.StateSpec;
import io.correlator.api.state.StateValue;
import java.time.Duration;
import java.time.Instant;

/**
 * What the engine offers a processor: a way to emit events, time, state and counters.
 *
 * <p>One context belongs to one processor. State, timers and counters are created while the module
 * is opened; all else is for the processor's own thread, during its calls. What a call changes in
 * them is undone if the call throws. Implemented by the engine only.
 */
public interface ModuleContext {
  /** The name under which this run is configured; the origin of its events. */
  String name();

  /**
   * The engine's time: the latest event time seen, never going back. It moves with the records, so
   * it is the same when a log is replayed; there is no other clock here.
   */
  Instant now();

  /**
   * Emits an event: modules after this one see it, and every listener interested in it. If the call
   * in progress throws, its events are dropped.
   *
   * @throws IllegalArgumentException if an audit event does not fit its schema
   * @throws IllegalStateException outside the processor's calls
   */
  void emit(Event event);

  /** Emits the event built; it happens {@link #now()} if it has neither a time nor evidence. */
  default void emit(Event.Builder event) {
    emit(event.build(now()));
  }

  /**
   * The counter of this name, made at the first call; shown in the module's statistics, added up
   * over its groups of keys if it has them.
   */
  Counter counter(String name);

  /**
   * A value per key.
   *
   * @throws IllegalArgumentException if this module already has state of that name
   */
  <K, V> KeyedState<K, V> state(StateSpec<K, V> spec);

  /**
   * A value without a key.
   *
   * @param name unique within this module
   * @param codec how it is saved
   * @param initial what it is at first
   * @throws IllegalArgumentException if this module already has state of that name
   */
  <T> StateValue<T> value(String name, Codec<T> codec, T initial);

  /**
   * A count per key in a sliding window.
   *
   * @param name unique within this module
   * @param limit how far it counts, 1 to 65,535: the highest number of interest, usually a
   *     threshold
   * @param window the length of the window, positive
   * @throws IllegalArgumentException if this module already has state of that name, or a number is
   *     out of range
   */
  SlidingCounter slidingCounter(String name, int limit, Duration window);

  /**
   * What makes operators: state machines per key that count, wait for steps in order, notice what
   * is missing, and know when to tell and when to be silent.
   */
  Operators operators();

  /**
   * What runs {@code task} when engine time has come to a deadline. It has none at first.
   *
   * @param name unique within this module
   * @throws IllegalArgumentException if this module already has state of that name
   */
  Timer timer(String name, Runnable task);
}
