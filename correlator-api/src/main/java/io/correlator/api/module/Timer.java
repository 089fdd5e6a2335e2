package io.correlator.api.module;

import java.time.Duration;

/**
 * Something that a processor does when engine time has come so far. It has one deadline at most,
 * which is saved with the processor's state and is pending again when that is restored.
 *
 * <p>The task runs on the processor's thread, after all records at the deadline and before any
 * later one, and may emit events. Of what is due at the same time, modules go in the order of flow,
 * the groups of keys of a module in their order, and the timers of a processor in the order in
 * which they were made. What is not due when the engine stops does not run, unless the engine was
 * told to close at the end of its input: then all that is pending runs, and nothing can be
 * scheduled any more. Only the processor's own thread may use a timer.
 */
public interface Timer {
  /**
   * Lets the task run once, {@code delay} from now ({@link ModuleContext#now()}), instead of when
   * it was to run before.
   *
   * @throws IllegalArgumentException if {@code delay} is shorter than a millisecond
   */
  void schedule(Duration delay);

  /** Prevents the task from running; does nothing if it is not pending. */
  void cancel();

  /** Whether the task is going to run. */
  boolean isPending();
}
