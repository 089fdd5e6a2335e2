package io.correlator.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much state one module holds, and how much was pushed out of it. The tables belong to the
 * pipeline's thread, which reads them from time to time; any thread may ask for what it read.
 */
final class StateGauge {
  private final List<LongSupplier> sizes = new ArrayList<>();
  private final List<LongSupplier> evictions = new ArrayList<>();
  private final AtomicLong keys = new AtomicLong();
  private final AtomicLong evicted = new AtomicLong();

  /** Also reads this table from now on. */
  void measure(LongSupplier size, LongSupplier eviction) {
    sizes.add(size);
    evictions.add(eviction);
  }

  void read() {
    keys.lazySet(sum(sizes));
    evicted.lazySet(sum(evictions));
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

  long evicted() {
    return evicted.get();
  }
}
