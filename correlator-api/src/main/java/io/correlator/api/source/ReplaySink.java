package io.correlator.api.source;

import java.time.Instant;

/**
 * Takes records whose times, flags and order were decided when they were captured. The engine
 * evaluates them as they come and decides nothing again. For the source's own thread; implemented
 * by the engine only.
 */
public interface ReplaySink extends RecordSink {
  /**
   * Lets time pass between two records, as it did when they were captured: what is due by then
   * happens now.
   *
   * @param time up to when, inclusive
   * @throws InterruptedException if the source shall stop; time has passed all the same
   */
  void passed(Instant time) throws InterruptedException;
}
