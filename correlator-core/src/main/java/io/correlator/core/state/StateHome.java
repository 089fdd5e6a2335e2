package io.correlator.core.state;

import io.correlator.api.module.Cancellable;
import io.correlator.api.state.Operator;

/** What operators need from the pipeline that they live in. */
public interface StateHome {
  /** Engine time in milliseconds; never goes back. */
  long now();

  /** Seeds the hash of keys; nothing else depends on it. */
  long seed();

  /** Where records are kept for whoever asks what is behind a firing. */
  EvidenceRing evidence();

  /** A number for an operator that is being made; each is greater than the one before. */
  int rank();

  /** Takes note that {@code operator} holds state here. */
  default void holds(Operator operator) {}

  /**
   * Runs {@code task}, as part of the module, after all events at {@code deadline} and before any
   * later one. Of what is due at the same time, the lower rank goes first.
   */
  Cancellable at(long deadline, int rank, Runnable task);
}
