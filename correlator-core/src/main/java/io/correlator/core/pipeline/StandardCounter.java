package io.correlator.core.pipeline;

import io.correlator.api.module.Counter;
import java.util.concurrent.atomic.AtomicLong;

/** One thread writes, any thread reads: a store without a fence is enough. */
final class StandardCounter implements Counter {
  private final AtomicLong value = new AtomicLong();

  @Override
  public void add(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("a counter only grows, cannot add " + amount);
    }
    value.lazySet(value.getPlain() + amount);
  }

  @Override
  public long value() {
    return value.get();
  }
}
