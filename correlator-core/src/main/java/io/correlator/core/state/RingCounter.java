package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.SlidingCounter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A sliding count per key: a ring with its last hits, as many as the limit. */
public final class RingCounter implements SlidingCounter, SavedState, KeyTable.Tenant {
  private final int limit;
  private final long window;
  private final StateHome home;
  private final EvidenceRing evidence;
  private final KeyTable table;
  private final Rings rings;

  /**
   * A counter.
   *
   * @param limit how many hits are remembered per key, 1 to 65,535
   * @param window the length of the window; positive
   * @param maxKeys how many keys are held at most
   */
  public RingCounter(int limit, Duration window, int maxKeys, StateHome home) {
    if (limit < 1 || limit > Character.MAX_VALUE) {
      throw new IllegalArgumentException("limit must be between 1 and 65535, was " + limit);
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window must be positive, was " + window);
    }
    this.limit = limit;
    this.window = window.toMillis();
    this.home = home;
    this.evidence = home.evidence();
    Memory memory = Memory.in(home);
    this.table =
        new KeyTable(home.share(maxKeys), home.seed(), Rings.horizon(this.window), memory, this);
    this.rings = new Rings(limit, 2, this.window, memory);
  }

  @Override
  public int add(Slice key, LogRecord record) {
    long now = home.now();
    int entry = enter(key, now);
    long time = time(record, now);
    if (!KeyedOperator.isLate(record)) {
      push(entry, time, record);
    }
    return countAt(entry, time, now);
  }

  @Override
  public boolean crosses(Slice key, LogRecord record) {
    if (KeyedOperator.isLate(record)) {
      return false;
    }
    long now = home.now();
    int entry = enter(key, now);
    long time = time(record, now);
    // A ring that will not be full holds fewer than the limit, whenever they were.
    boolean mayCross = rings.size(entry) >= limit - 1 && countAt(entry, time, now) < limit;
    push(entry, time, record);
    return mayCross && countAt(entry, time, now) == limit;
  }

  private int enter(Slice key, long now) {
    table.touch(now);
    return table.findOrInsert(key, now);
  }

  /** A module may count a record after its time, when it has learned what to make of it. */
  private static long time(LogRecord record, long now) {
    return Math.min(record.epochMilli(), now);
  }

  private void push(int entry, long time, LogRecord record) {
    rings.push(entry, time, evidence.add(record));
  }

  private int countAt(int entry, long time, long now) {
    return rings.countSince(entry, time - window, now);
  }

  @Override
  public List<LogRecord> evidence(Slice key) {
    table.touch(home.now());
    int entry = table.find(key);
    List<LogRecord> found = new ArrayList<>();
    if (entry != KeyTable.NONE && rings.size(entry) > 0) {
      long now = home.now();
      long latest = rings.newest(entry, now);
      for (int i = 0; i < rings.size(entry); i++) {
        if (latest - rings.time(entry, i, now) > window) {
          continue;
        }
        evidence.get(rings.longNote(rings.at(entry, i))).ifPresent(found::add);
      }
    }
    return found;
  }

  @Override
  public void reset(Slice key) {
    table.touch(home.now());
    int entry = table.find(key);
    if (entry != KeyTable.NONE) {
      table.remove(entry);
    }
  }

  @Override
  public int size() {
    return table.size();
  }

  @Override
  public long evicted() {
    return table.evicted();
  }

  @Override
  public int progress(int entry, long now) {
    rings.expire(entry, now - 2 * window, now);
    return rings.size(entry) == 0 ? -1 : rings.size(entry);
  }

  @Override
  public long lastChange(int entry, long now) {
    return rings.newest(entry, now);
  }

  @Override
  public boolean isHeld(int entry) {
    return false;
  }

  @Override
  public void evicting(int entry, long now) {
    home.evicted();
  }

  @Override
  public void clear(int entry) {
    rings.clear(entry);
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String shape() {
    return "slidingCounter %d %s".formatted(limit, Duration.ofMillis(window));
  }

  @Override
  public void save(StateOutput out) {
    table.save(out);
    rings.save(out);
  }

  @Override
  public void load(StateInput in) throws IOException {
    table.load(in);
    rings.load(in);
  }
}
