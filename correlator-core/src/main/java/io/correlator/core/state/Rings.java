package io.correlator.core.state;

import java.io.IOException;
import java.util.Arrays;

/**
 * Per entry of a table, a ring with its last events in the order of time: when each was, and what
 * else its operator notes, in numbers of 32 bits.
 *
 * <p>Short rings have their place from the start. Long ones double as they fill, so that a key with
 * one event does not pay for a threshold of a thousand. A time takes 32 bits where the events of an
 * entry are never far apart: see {@link #NARROW}.
 */
final class Rings {
  /**
   * Windows up to this, in milliseconds, need only 32 bits per time. The table removes what is
   * older than the window before it is four times as old, and 2^32 ms is where 32 bits begin anew.
   */
  static final long NARROW = 1L << 30;

  private static final int SHORT = 8;
  private static final int SIZE_SHIFT = 16;
  private static final int HEAD_MASK = 0xffff;

  private final int timeInts;
  private final int width;
  private int capacity;
  private boolean grows;
  private int header;
  private final UndoLog undo;
  private final IntPages ints;

  // Only if rings grow: where the block of an entry is + 1, and freed blocks by size.
  private final IntPages blocks;
  private int[] freed = new int[0];
  private int end;
  private long loggedIn;

  /** Rings of {@code capacity} events, 65,535 at most, over {@code window}. */
  Rings(int capacity, int payload, long window, Memory memory) {
    this.timeInts = window <= NARROW ? 1 : 2;
    this.width = timeInts + payload;
    capacity(capacity);
    this.undo = memory.undo();
    this.ints = new IntPages(memory);
    this.blocks = new IntPages(memory);
  }

  private void capacity(int newCapacity) {
    capacity = newCapacity;
    grows = newCapacity > SHORT;
    header = grows ? 2 : 1;
  }

  /**
   * From now on, rings have room for {@code newCapacity} events; none holds more at present. Not
   * during a call.
   *
   * @param entries how many entries there are
   */
  void resize(int newCapacity, int entries) {
    int[][] kept = new int[entries][];
    for (int entry = 0; entry < entries; entry++) {
      kept[entry] = numbers(entry);
    }
    ints.clear();
    blocks.clear();
    freed = new int[0];
    end = 0;
    capacity(newCapacity);
    for (int entry = 0; entry < entries; entry++) {
      restore(entry, kept[entry]);
    }
  }

  /** All numbers of the events of an entry, oldest first. */
  private int[] numbers(int entry) {
    int[] numbers = new int[size(entry) * width];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ints.get(at(entry, i / width) - timeInts + i % width);
    }
    return numbers;
  }

  private void restore(int entry, int[] numbers) {
    for (int from = 0; from < numbers.length; from += width) {
      int place = push(entry, 0) - timeInts;
      for (int i = 0; i < width; i++) {
        ints.set(place + i, numbers[from + i]);
      }
    }
  }

  /** The table's horizon for rings over {@code window}. */
  static long horizon(long window) {
    return window <= NARROW ? NARROW : Long.MAX_VALUE;
  }

  // The first number of a block holds size and head; the second one, if rings grow, the room.

  private int block(int entry) {
    return grows ? blocks.get(entry) - 1 : entry * (header + capacity * width);
  }

  private int room(int block) {
    return grows ? ints.get(block + 1) : capacity;
  }

  int size(int entry) {
    int block = block(entry);
    return block < 0 ? 0 : ints.get(block) >>> SIZE_SHIFT;
  }

  boolean isFull(int entry) {
    return size(entry) == capacity;
  }

  /** Where the notes about an event are; {@code index} counts from the oldest. */
  int at(int entry, int index) {
    int block = block(entry);
    return place(block, (ints.get(block) & HEAD_MASK) + index, room(block)) + timeInts;
  }

  private int place(int block, int index, int room) {
    return block + header + (index >= room ? index - room : index) * width;
  }

  /** The time of an event. */
  long time(int entry, int index, long now) {
    return timeAt(at(entry, index) - timeInts, now);
  }

  long newest(int entry, long now) {
    return time(entry, size(entry) - 1, now);
  }

  /** Adds an event, in place of the oldest if there is no room; tells where its notes go. */
  int push(int entry, long time) {
    int block = block(entry);
    int size = block < 0 ? 0 : ints.get(block) >>> SIZE_SHIFT;
    if (grows && (block < 0 || (size == room(block) && size < capacity))) {
      block = grow(entry, block, size);
    }
    int head = ints.get(block) & HEAD_MASK;
    int room = room(block);
    int place = place(block, head + (size == room ? 0 : size), room);
    if (size == room) {
      head = head + 1 == room ? 0 : head + 1;
    } else {
      size++;
    }
    ints.set(block, size << SIZE_SHIFT | head);
    if (timeInts == 2) {
      ints.setLong(place, time);
    } else {
      ints.set(place, (int) time);
    }
    return place + timeInts;
  }

  /** Adds an event with a number of 64 bits as its only note. */
  void push(int entry, long time, long note) {
    int at = push(entry, time);
    ints.setLong(at, note);
  }

  /** How many of the events of an entry were at {@code earliest} or later. */
  int countSince(int entry, long earliest, long now) {
    int block = block(entry);
    int numbers = block < 0 ? 0 : ints.get(block);
    int size = numbers >>> SIZE_SHIFT;
    if (size == 0) {
      return 0;
    }
    int room = room(block);
    int head = numbers & HEAD_MASK;
    int count = 0;
    for (int index = head; index < head + size; index++) {
      int place = place(block, index, room);
      count += timeAt(place, now) >= earliest ? 1 : 0;
    }
    return count;
  }

  private long timeAt(int place, long now) {
    return timeInts == 2
        ? ints.getLong(place)
        : now - (((int) now - ints.get(place)) & 0xffff_ffffL);
  }

  /** Once in each stretch of a call, before a block comes or goes. */
  private void changing() {
    if (undo.isActive() && loggedIn != undo.span()) {
      loggedIn = undo.span();
      int[] oldFreed = freed.clone();
      int oldEnd = end;
      undo.log(
          () -> {
            freed = oldFreed;
            end = oldEnd;
          });
    }
  }

  private int grow(int entry, int block, int size) {
    int room = block < 0 ? Math.min(SHORT, capacity) : Math.min(2 * room(block), capacity);
    int larger = allocate(room);
    if (block >= 0) {
      for (int i = 0; i < size; i++) {
        ints.move(at(entry, i) - timeInts, place(larger, i, room), width);
      }
      free(block);
    }
    ints.set(larger, size << SIZE_SHIFT);
    ints.set(larger + 1, room);
    blocks.set(entry, larger + 1);
    return larger;
  }

  private int allocate(int room) {
    changing();
    int sort = sort(room);
    if (sort < freed.length && freed[sort] != 0) {
      int block = freed[sort] - 1;
      freed[sort] = ints.get(block);
      return block;
    }
    int block = end;
    end = Math.addExact(end, header + room * width);
    return block;
  }

  private void free(int block) {
    changing();
    int sort = sort(room(block));
    if (sort >= freed.length) {
      freed = Arrays.copyOf(freed, sort + 1);
    }
    ints.set(block, freed[sort]);
    freed[sort] = block + 1;
  }

  private static int sort(int room) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(room - 1);
  }

  /** Removes what happened before {@code earliest}. */
  void expire(int entry, long earliest, long now) {
    while (size(entry) > 0 && time(entry, 0, now) < earliest) {
      removeOldest(entry);
    }
  }

  void removeOldest(int entry) {
    int block = block(entry);
    int numbers = ints.get(block);
    int head = (numbers & HEAD_MASK) + 1;
    ints.set(
        block, ((numbers >>> SIZE_SHIFT) - 1) << SIZE_SHIFT | (head == room(block) ? 0 : head));
  }

  /** Removes one event from within. */
  void remove(int entry, int index) {
    for (int i = index; i > 0; i--) {
      ints.move(at(entry, i - 1) - timeInts, at(entry, i) - timeInts, width);
    }
    removeOldest(entry);
  }

  /** Removes all events of an entry. */
  void clear(int entry) {
    int block = block(entry);
    if (!grows) {
      ints.set(block, 0);
    } else if (block >= 0) {
      free(block);
      blocks.set(entry, 0);
    }
  }

  int note(int at) {
    return ints.get(at);
  }

  void note(int at, int value) {
    ints.set(at, value);
  }

  long longNote(int at) {
    return ints.getLong(at);
  }

  void longNote(int at, long value) {
    ints.setLong(at, value);
  }

  void save(StateOutput out) {
    ints.save(out);
    blocks.save(out);
    out.writeInt(freed.length);
    out.writeInts(freed, freed.length);
    out.writeInt(end);
  }

  void load(StateInput in) throws IOException {
    ints.load(in);
    blocks.load(in);
    freed = in.readInts(in.readInt(0, Integer.SIZE));
    end = in.readInt(0, Integer.MAX_VALUE);
  }

  /** How many bytes the rings take. */
  long bytes() {
    return ints.bytes() + blocks.bytes();
  }
}
