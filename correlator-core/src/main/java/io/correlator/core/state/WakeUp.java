package io.correlator.core.state;

/** A deadline that state has, at most one at a time, and what is done then. */
public interface WakeUp {
  /**
   * Lets it happen after all events at {@code deadline}, in milliseconds, and before any later one,
   * instead of when it was to happen before.
   */
  void at(long deadline);

  /** Prevents it. */
  void cancel();
}
