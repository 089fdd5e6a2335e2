package io.correlator.core.pipeline;

import io.correlator.api.module.Counter;
import io.correlator.core.state.UndoLog;
import java.util.concurrent.atomic.AtomicLong;

/** One thread writes, any thread reads: a store without a fence is enough. */
final class StandardCounter implements Counter, UndoLog.Part {
  private final AtomicLong value = new AtomicLong();
  private final UndoLog undo;
  private final int part;

  StandardCounter(UndoLog undo) {
    this.undo = undo;
    this.part = undo.register(this);
  }

  @Override
  public void add(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("a counter only grows, cannot add " + amount);
    }
    long before = value.getPlain();
    undo.log(part, 0, before);
    value.lazySet(before + amount);
  }

  @Override
  public long value() {
    return value.get();
  }

  @Override
  public void undo(int place, long old) {
    value.lazySet(old);
  }

  void set(long newValue) {
    value.lazySet(newValue);
  }
}
