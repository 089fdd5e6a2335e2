package io.correlator.core.state;

import io.correlator.api.Slice;
import java.io.IOException;

/**
 * The distinct values of all keys of an operator, each kept once, for as long as some key counts
 * it.
 */
final class Values implements KeyTable.Tenant {
  static final int NONE = KeyTable.NONE;

  private final KeyTable table;
  private final IntPages uses;

  Values(long seed, Memory memory) {
    table = new KeyTable(Integer.MAX_VALUE, seed, Long.MAX_VALUE, memory, this);
    uses = new IntPages(memory);
  }

  /** The number of {@code value}, or {@link #NONE} if nobody counts it. */
  int find(Slice value) {
    return table.find(value);
  }

  /** The number of {@code value}, which one more key counts. */
  int use(Slice value, long now) {
    int number = table.findOrInsert(value, now);
    uses.set(number, uses.get(number) + 1);
    return number;
  }

  /** One key less counts the value. */
  void release(int number) {
    int left = uses.get(number) - 1;
    if (left == 0) {
      table.remove(number);
    } else {
      uses.set(number, left);
    }
  }

  Slice get(int number) {
    return table.key(number);
  }

  int size() {
    return table.size();
  }

  @Override
  public int progress(int entry, long now) {
    return 0;
  }

  @Override
  public long lastChange(int entry, long now) {
    return now;
  }

  @Override
  public boolean isHeld(int entry) {
    return true;
  }

  @Override
  public boolean mayEvict() {
    return false;
  }

  @Override
  public void evicting(int entry, long now) {
    throw new IllegalStateException("values go only when nobody counts them");
  }

  @Override
  public void clear(int entry) {
    uses.set(entry, 0);
  }

  void save(StateOutput out) {
    table.save(out);
    uses.save(out);
  }

  void load(StateInput in) throws IOException {
    table.load(in);
    uses.load(in);
  }
}
