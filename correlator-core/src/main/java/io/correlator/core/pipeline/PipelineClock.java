package io.correlator.core.pipeline;

import io.correlator.core.state.EvidenceRing;
import java.security.SecureRandom;

/** Engine time and what hangs on it, shared by all modules of one pipeline. */
final class PipelineClock {
  private static final int EVIDENCE_RECORDS = 1 << 14;

  private final Timers timers = new Timers();
  private final EvidenceRing evidence = new EvidenceRing(EVIDENCE_RECORDS);
  // Decides where keys stand in hash tables and nothing else, so results do not depend on it.
  private final long seed = new SecureRandom().nextLong();
  private long epochMilli;

  long epochMilli() {
    return epochMilli;
  }

  void set(long newEpochMilli) {
    epochMilli = newEpochMilli;
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
