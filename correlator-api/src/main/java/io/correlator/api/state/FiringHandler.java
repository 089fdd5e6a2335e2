package io.correlator.api.state;

/**
 * What a module does when an operator fires; usually, it emits an event.
 *
 * <p>Called on the processor's own thread: during the call that brought the completing event, or
 * when engine time has passed a deadline. The operator is done with its own work by then, so the
 * handler may use it. What a handler throws counts as thrown by the module.
 */
@FunctionalInterface
public interface FiringHandler {
  /** The condition was met. */
  void fired(Firing firing);

  /**
   * An alert is no longer open. Told if events came while it was open, or if it ended because what
   * raised it has passed.
   */
  default void closed(Closing closing) {}

  /**
   * The quota is used up, and {@code first} is the first firing that is not told. The next call
   * comes after the operator was able to fire again.
   */
  default void quotaExceeded(Firing first) {}
}
