package io.correlator.core.state;

import io.correlator.api.Slice;

/** What state needs from the pipeline that it lives in. */
public interface StateHome {
  /** Engine time in milliseconds; never goes back. */
  long now();

  /** Whether the input has ended, and time goes on only for what waits for it. */
  default boolean isAtEnd() {
    return false;
  }

  /** Seeds the hash of keys; nothing else depends on it. */
  long seed();

  /** Where records are kept for whoever asks what is behind a firing. */
  EvidenceRing evidence();

  /** What the call in progress has changed. */
  UndoLog undo();

  /** How much memory all state may take. */
  StateBudget budget();

  /**
   * How many keys state that is declared for {@code maxKeys} holds here, at least one: fewer where
   * this is only one of several homes of the same state.
   */
  int share(int maxKeys);

  /** Whether state about {@code key} is here, if this is one of several homes of the same state. */
  default boolean isHomeOf(Slice key) {
    return true;
  }

  /** A key was pushed out before its time. */
  void evicted();

  /**
   * What runs {@code task}, as part of the module, when time has come so far. Of what is due at the
   * same time, what was made first goes first.
   */
  WakeUp wakeUp(Runnable task);
}
