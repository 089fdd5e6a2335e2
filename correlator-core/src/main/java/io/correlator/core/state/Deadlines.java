package io.correlator.core.state;

import java.io.IOException;
import java.io.InvalidObjectException;
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
  // An item of the heap: the entry, then its deadline.
  private static final int TIME = 1;
  private static final int ITEM = 3;

  private final KeyTable table;
  private final UndoLog undo;
  private final IntPages heap;
  private int size;

  // Per entry: the deadline with which it stands in the heap + 1, or 0. Items that say otherwise
  // were overtaken.
  private final IntPages queued;

  // What was taken out together, at which time, and how far it has been dealt with.
  private int[] due = new int[0];
  private long dueAt;
  private int next;
  private long loggedIn;

  Deadlines(KeyTable table, Memory memory) {
    this.table = table;
    this.undo = memory.undo();
    this.heap = new IntPages(memory);
    this.queued = new IntPages(memory);
  }

  /** Once in each stretch of a call, before anything changes. */
  private void changing() {
    if (undo.isActive() && loggedIn != undo.span()) {
      loggedIn = undo.span();
      int oldSize = size;
      int[] oldDue = due;
      long oldDueAt = dueAt;
      int oldNext = next;
      undo.log(
          () -> {
            size = oldSize;
            due = oldDue;
            dueAt = oldDueAt;
            next = oldNext;
          });
    }
  }

  /** Sees to it that {@code entry} comes up at {@code deadline} or before. */
  void add(int entry, long deadline) {
    if (next > 0 && due[next - 1] == entry && deadline <= dueAt) {
      // It was just dealt with and is due again, before the keys after it.
      changing();
      next--;
      return;
    }
    long standing = queued.getLong(2 * entry);
    if (standing != 0 && standing - 1 <= deadline) {
      return;
    }
    changing();
    queued.setLong(2 * entry, deadline + 1);
    siftUp(size++, entry, deadline);
  }

  /** The earliest time at which some entry comes up; {@link Long#MAX_VALUE} if there is none. */
  long first() {
    if (next < due.length) {
      return dueAt;
    }
    return size == 0 ? Long.MAX_VALUE : time(0);
  }

  /** The next entry that comes up at {@code now} or before, or {@link KeyTable#NONE}. */
  int take(long now) {
    changing();
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
    while (size > 0 && time(0) <= now) {
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
    int entry = entry(0);
    long time = time(0);
    size--;
    siftDown(entry(size), time(size));
    if (queued.getLong(2 * entry) != time + 1) {
      return KeyTable.NONE;
    }
    queued.setLong(2 * entry, 0);
    return table.inUse(entry) ? entry : KeyTable.NONE;
  }

  private int entry(int place) {
    return heap.get(place * ITEM);
  }

  private long time(int place) {
    return heap.getLong(place * ITEM + TIME);
  }

  private void put(int place, int entry, long time) {
    heap.set(place * ITEM, entry);
    heap.setLong(place * ITEM + TIME, time);
  }

  private void siftUp(int from, int entry, long time) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (time(parent) <= time) {
        break;
      }
      put(place, entry(parent), time(parent));
      place = parent;
    }
    put(place, entry, time);
  }

  private void siftDown(int entry, long time) {
    int place = 0;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && time(child + 1) < time(child)) {
        child++;
      }
      if (time(child) >= time) {
        break;
      }
      put(place, entry(child), time(child));
      place = child;
    }
    put(place, entry, time);
  }

  void save(StateOutput out) {
    heap.save(out);
    queued.save(out);
    out.writeInt(size);
    out.writeInt(due.length);
    out.writeInts(due, due.length);
    out.writeInt(next);
    out.writeLong(dueAt);
  }

  void load(StateInput in) throws IOException {
    heap.load(in);
    queued.load(in);
    size = in.readInt(0, Integer.MAX_VALUE / ITEM);
    due = in.readInts(in.readCount(Integer.BYTES));
    next = in.readInt(0, due.length);
    dueAt = in.readLong();
    for (int place = 0; place < size; place++) {
      check(entry(place));
    }
    for (int entry : due) {
      check(entry);
    }
  }

  private void check(int entry) throws IOException {
    if (entry < 0 || entry >= table.used()) {
      throw new InvalidObjectException("a deadline belongs to no key");
    }
  }
}
