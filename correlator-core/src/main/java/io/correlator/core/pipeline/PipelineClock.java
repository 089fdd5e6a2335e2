package io.correlator.core.pipeline;

import io.correlator.core.state.EvidenceRing;
import io.correlator.core.state.StateBudget;
import io.correlator.core.state.UndoLog;
import java.security.SecureRandom;

/** Engine time and what hangs on it, shared by all modules of one pipeline. */
final class PipelineClock {
  private static final int EVIDENCE_RECORDS = 1 << 14;

  private final UndoLog undo = new UndoLog();
  private final Timers timers = new Timers(undo);
  private final StateBudget budget;
  private final EvidenceRing evidence = new EvidenceRing(EVIDENCE_RECORDS, undo);
  // Decides where keys stand in hash tables and nothing else, so results do not depend on it.
  private final long seed = new SecureRandom().nextLong();
  private long epochMilli;

  PipelineClock(long stateBytes) {
    this.budget = new StateBudget(stateBytes);
  }

  long epochMilli() {
    return epochMilli;
  }

  void set(long newEpochMilli) {
    epochMilli = newEpochMilli;
  }

  UndoLog undo() {
    return undo;
  }

  StateBudget budget() {
    return budget;
  }

  Timers timers() {
    return timers;
  }

  EvidenceRing evidence() {
    return evidence;
  }

  long seed() {
    return seed;
  }
}
