package io.correlator.core.pipeline;

import io.correlator.core.state.UndoLog;
import java.security.SecureRandom;

/** Engine time and what hangs on it: for all modules together, or for one run of a module. */
final class EngineTime {
  // Decides where keys stand in hash tables and nothing else, so results do not depend on it.
  private static final long SEED = new SecureRandom().nextLong();

  private final UndoLog undo = new UndoLog();
  private final Timers timers = new Timers(this, undo);
  private long epochMilli;
  private boolean atEnd;

  long epochMilli() {
    return epochMilli;
  }

  void set(long newEpochMilli) {
    epochMilli = newEpochMilli;
  }

  /** Whether the input has ended, and time goes on for what waits for it. */
  boolean isAtEnd() {
    return atEnd;
  }

  /** The input has ended. */
  void end() {
    atEnd = true;
  }

  UndoLog undo() {
    return undo;
  }

  Timers timers() {
    return timers;
  }

  static long seed() {
    return SEED;
  }
}
