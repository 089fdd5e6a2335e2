package io.correlator.core.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much state one module holds. The tables belong to the pipeline's thread, which reads them
 * from time to time; any thread may ask for what it read.
 */
final class StateGauge {
  private final AtomicLong keys = new AtomicLong();
  private final AtomicLong undetermined = new AtomicLong();

  void read(Pieces pieces) {
    keys.lazySet(pieces.keys());
  }

  /** Looks at each key, so not from time to time. */
  void countUndetermined(Pieces pieces) {
    undetermined.lazySet(pieces.undetermined());
  }

  long keys() {
    return keys.get();
  }

  long undetermined() {
    return undetermined.get();
  }
}
