package io.correlator.core.state;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.Arrays;

/**
 * A column of numbers that grows by pages, so that growing never copies much and never needs twice
 * the memory. What was never written is 0 and costs nothing.
 */
final class IntPages implements UndoLog.Part {
  private static final int BITS = 12;
  private static final int PAGE = 1 << BITS;
  private static final int MASK = PAGE - 1;
  private static final int FIRST_SIZE = 64;
  private static final long LOW = 0xffff_ffffL;
  private static final int[] ABSENT = new int[0];

  private final Memory memory;
  private final UndoLog undo;
  private final int part;
  private final int pairs;
  private int[][] pages = {ABSENT};

  IntPages(Memory memory) {
    this.memory = memory;
    this.undo = memory.undo();
    this.part = undo.register(this);
    this.pairs = undo.register(this::undoPair);
  }

  int get(int index) {
    int number = index >>> BITS;
    int offset = index & MASK;
    return number < pages.length && offset < pages[number].length ? pages[number][offset] : 0;
  }

  void set(int index, int value) {
    int number = index >>> BITS;
    int offset = index & MASK;
    if (number >= pages.length || offset >= pages[number].length) {
      makeRoom(number, offset);
    }
    int[] page = pages[number];
    if (undo.isActive()) {
      undo.log(part, index, page[offset]);
    }
    page[offset] = value;
  }

  private void makeRoom(int number, int offset) {
    if (number >= pages.length) {
      int old = pages.length;
      pages = Arrays.copyOf(pages, Math.max(number + 1, old + old / 2));
      Arrays.fill(pages, old, pages.length, ABSENT);
    }
    // Only the first page starts small: where there is a second one, there are many entries.
    int size = number > 0 ? PAGE : Math.max(FIRST_SIZE, Integer.highestOneBit(offset) << 1);
    undo.log(part, ~number, pages[number].length);
    memory.account().add((long) (size - pages[number].length) * Integer.BYTES);
    pages[number] = Arrays.copyOf(pages[number], size);
  }

  /** Sets a number back, or, at the complement of the number of a page, its length. */
  @Override
  public void undo(int place, long old) {
    if (place >= 0) {
      pages[place >>> BITS][place & MASK] = (int) old;
    } else {
      int[] page = pages[~place];
      pages[~place] = old == 0 ? ABSENT : Arrays.copyOf(page, (int) old);
      memory.account().correct((old - page.length) * Integer.BYTES);
    }
  }

  /** The number in the two places from {@code index}. */
  long getLong(int index) {
    return (long) get(index) << Integer.SIZE | (get(index + 1) & LOW);
  }

  void setLong(int index, long value) {
    setPair(index, (int) (value >>> Integer.SIZE), (int) value);
  }

  /** Sets two numbers side by side, which is one change to log, and mostly one page to find. */
  void setPair(int index, int value, int next) {
    int number = index >>> BITS;
    int offset = index & MASK;
    if (offset == MASK || number >= pages.length || offset + 1 >= pages[number].length) {
      set(index, value);
      set(index + 1, next);
      return;
    }
    int[] page = pages[number];
    if (undo.isActive()) {
      undo.log(pairs, index, (long) page[offset] << Integer.SIZE | (page[offset + 1] & LOW));
    }
    page[offset] = value;
    page[offset + 1] = next;
  }

  private void undoPair(int place, long old) {
    int[] page = pages[place >>> BITS];
    int offset = place & MASK;
    page[offset] = (int) (old >>> Integer.SIZE);
    page[offset + 1] = (int) old;
  }

  /** Moves {@code count} numbers. The two places may overlap. */
  void move(int from, int to, int count) {
    if (from > to) {
      for (int i = 0; i < count; i++) {
        set(to + i, get(from + i));
      }
    } else {
      for (int i = count - 1; i >= 0; i--) {
        set(to + i, get(from + i));
      }
    }
  }

  /** Sets {@code count} numbers from {@code index} to 0. */
  void clear(int index, int count) {
    for (int i = index; i < index + count; i++) {
      if (get(i) != 0) {
        set(i, 0);
      }
    }
  }

  /** Sets all numbers to 0 and gives their memory back; not during a call. */
  void clear() {
    memory.account().correct(-bytes());
    pages = new int[][] {ABSENT};
  }

  void save(StateOutput out) {
    int count = pages.length;
    while (count > 0 && pages[count - 1].length == 0) {
      count--;
    }
    out.writeInt(count);
    for (int number = 0; number < count; number++) {
      out.writeShort(pages[number].length);
      out.writeInts(pages[number], pages[number].length);
    }
  }

  void load(StateInput in) throws IOException {
    memory.account().correct(-bytes());
    int count = in.readCount(Short.BYTES);
    pages = new int[Math.max(1, count)][];
    Arrays.fill(pages, ABSENT);
    for (int number = 0; number < count; number++) {
      int length = in.readUnsignedShort();
      if (length > PAGE) {
        throw new InvalidObjectException("a page has " + PAGE + " numbers, not " + length);
      }
      pages[number] = length == 0 ? ABSENT : in.readInts(length);
    }
    memory.account().correct(bytes());
  }

  /** How many bytes the pages take. */
  long bytes() {
    long numbers = 0;
    for (int[] page : pages) {
      numbers += page.length;
    }
    return numbers * Integer.BYTES;
  }
}
