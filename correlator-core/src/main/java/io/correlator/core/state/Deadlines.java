package io.correlator.core.state;

import java.util.Arrays;

/**
 * Which entry of a table is due next: a heap by deadline. What is due at the same time is taken out
 * together and sorted by key; not before, because an entry may change its key while it waits.
 *
 * <p>An entry stands in the heap once. A deadline that moves to a later time does not move in the
 * heap: when the entry comes up too early, its operator puts it back. So a key that is seen a
 * thousand times in its window costs one place, not a thousand.
 */
final class Deadlines {
  private final KeyTable table;
  private int[] entries = new int[16];
  private long[] times = new long[16];
  private int size;

  // Per entry: the deadline with which it stands in the heap + 1, or 0. Items that say otherwise
  // were overtaken.
  private final IntPages queued = new IntPages();

  // What was taken out together, at which time, and how far it has been dealt with.
  private int[] due = new int[0];
  private long dueAt;
  private int next;

  Deadlines(KeyTable table) {
    this.table = table;
  }

  /** Sees to it that {@code entry} comes up at {@code deadline} or before. */
  void add(int entry, long deadline) {
    if (next > 0 && due[next - 1] == entry && deadline <= dueAt) {
      // It was just dealt with and is due again, before the keys after it.
      next--;
      return;
    }
    long standing = queued.getLong(2 * entry);
    if (standing != 0 && standing - 1 <= deadline) {
      return;
    }
    queued.setLong(2 * entry, deadline + 1);
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
      times = Arrays.copyOf(times, 2 * size);
    }
    siftUp(size++, entry, deadline);
  }

  /** The earliest time at which some entry comes up; {@link Long#MAX_VALUE} if there is none. */
  long first() {
    if (next < due.length) {
      return dueAt;
    }
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** The next entry that comes up at {@code now} or before, or {@link KeyTable#NONE}. */
  int take(long now) {
    if (next == due.length) {
      takeTogether(now);
    }
    while (next < due.length) {
      int entry = due[next++];
      if (table.inUse(entry)) {
        return entry;
      }
    }
    return KeyTable.NONE;
  }

  private void takeTogether(long now) {
    int count = 0;
    int[] together = new int[Math.min(size, 16)];
    while (size > 0 && times[0] <= now) {
      int entry = takeFirst();
      if (entry != KeyTable.NONE) {
        if (count == together.length) {
          together = Arrays.copyOf(together, 2 * count);
        }
        together[count++] = entry;
      }
    }
    due =
        Arrays.stream(together, 0, count)
            .boxed()
            .sorted(table::compareKeys)
            .mapToInt(entry -> entry)
            .toArray();
    dueAt = now;
    next = 0;
  }

  /** Takes the first entry out, or nothing if it is not in use any more or was overtaken. */
  private int takeFirst() {
    int entry = entries[0];
    long time = times[0];
    size--;
    siftDown(entries[size], times[size]);
    if (queued.getLong(2 * entry) != time + 1) {
      return KeyTable.NONE;
    }
    queued.setLong(2 * entry, 0);
    return table.inUse(entry) ? entry : KeyTable.NONE;
  }

  private void siftUp(int from, int entry, long time) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (times[parent] <= time) {
        break;
      }
      entries[place] = entries[parent];
      times[place] = times[parent];
      place = parent;
    }
    entries[place] = entry;
    times[place] = time;
  }

  private void siftDown(int entry, long time) {
    int place = 0;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      entries[place] = entries[child];
      times[place] = times[child];
      place = child;
    }
    entries[place] = entry;
    times[place] = time;
  }
}
