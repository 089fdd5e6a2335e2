package io.correlator.core.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much state one module holds. The tables belong to the pipeline's thread, which reads them
 * from time to time; any thread may ask for what it read.
 */
final class StateGauge {
  private final AtomicLong keys = new AtomicLong();

  void read(Pieces pieces) {
    keys.lazySet(pieces.keys());
  }

  long keys() {
    return keys.get();
  }
}
