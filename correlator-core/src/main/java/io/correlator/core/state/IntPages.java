package io.correlator.core.state;

import java.util.Arrays;

/**
 * A column of numbers that grows by pages, so that growing never copies much and never needs twice
 * the memory. What was never written is 0 and costs nothing.
 */
final class IntPages {
  private static final int BITS = 12;
  private static final int PAGE = 1 << BITS;
  private static final int MASK = PAGE - 1;
  private static final int FIRST_SIZE = 64;
  private static final int[] ABSENT = new int[0];

  private int[][] pages = {ABSENT};

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
    pages[number][offset] = value;
  }

  private void makeRoom(int number, int offset) {
    if (number >= pages.length) {
      int old = pages.length;
      pages = Arrays.copyOf(pages, Math.max(number + 1, old + old / 2));
      Arrays.fill(pages, old, pages.length, ABSENT);
    }
    // Only the first page starts small: where there is a second one, there are many entries.
    int size = number > 0 ? PAGE : Math.max(FIRST_SIZE, Integer.highestOneBit(offset) << 1);
    pages[number] = Arrays.copyOf(pages[number], size);
  }

  /** The number in the two places from {@code index}. */
  long getLong(int index) {
    return (long) get(index) << Integer.SIZE | (get(index + 1) & 0xffff_ffffL);
  }

  void setLong(int index, long value) {
    set(index, (int) (value >>> Integer.SIZE));
    set(index + 1, (int) value);
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

  /** How many bytes the pages take. */
  long bytes() {
    long numbers = 0;
    for (int[] page : pages) {
      numbers += page.length;
    }
    return numbers * Integer.BYTES;
  }
}
