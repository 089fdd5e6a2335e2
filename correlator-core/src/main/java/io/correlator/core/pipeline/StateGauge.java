package io.correlator.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much state one module holds. The tables belong to the pipeline's thread, which reads them
 * from time to time; any thread may ask for what it read.
 */
final class StateGauge {
  private final List<LongSupplier> sizes = new ArrayList<>();
  private final AtomicLong keys = new AtomicLong();

  /** Also reads this table from now on. */
  void measure(LongSupplier size) {
    sizes.add(size);
  }

  void read() {
    keys.lazySet(sum(sizes));
  }

  private static long sum(List<LongSupplier> numbers) {
    long sum = 0;
    for (LongSupplier number : numbers) {
      sum += number.getAsLong();
    }
    return sum;
  }

  long keys() {
    return keys.get();
  }
}
