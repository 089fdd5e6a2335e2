package io.correlator.core.journal;

import java.util.concurrent.atomic.AtomicLong;

/** How much room all journals of an engine have. Thread-safe. */
public final class JournalSpace {
  private final long most;
  private final AtomicLong used = new AtomicLong();

  /** Empty. */
  public JournalSpace(JournalSettings settings) {
    this.most = settings.mostBytes();
  }

  void add(long bytes) {
    used.addAndGet(bytes);
  }

  /** Whether nothing more shall be written. */
  public boolean isFull() {
    return used.get() >= most;
  }

  /** How much may be written in all. */
  public long most() {
    return most;
  }
}
