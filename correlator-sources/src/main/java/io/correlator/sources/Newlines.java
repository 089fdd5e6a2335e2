package io.correlator.sources;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line ends, many bytes at a time. */
final class Newlines {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EIGHT_NEWLINES = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int STRETCH = 64;

  private Newlines() {}

  /** The index of the first newline at or after {@code from}; -1 if there is none. */
  static int indexOf(byte[] bytes, int from, int to) {
    int at = from;
    for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
      long marks = marks(bytes, at);
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  /**
   * Notes the indexes of all newlines in {@code found}, which has room for one per byte; returns
   * how many there are.
   *
   * <p>A line ends somewhere in every other 64 bytes or so, and a processor that has to guess where
   * loses more time than it takes to look. So 64 bytes are looked at without a question: each eight
   * of them leave their marks in another bit of the same eight bytes, and the index is written
   * whether there is one or not. Only where there are two marks or more, each is looked for.
   */
  static int find(byte[] bytes, int from, int to, int[] found) {
    int count = 0;
    int at = from;
    for (int last = to - STRETCH; at <= last; at += STRETCH) {
      // Bit i of byte j stands for the byte 8 * i + j.
      long marks =
          marks(bytes, at) >>> 7
              | marks(bytes, at + 8) >>> 6
              | marks(bytes, at + 16) >>> 5
              | marks(bytes, at + 24) >>> 4
              | marks(bytes, at + 32) >>> 3
              | marks(bytes, at + 40) >>> 2
              | marks(bytes, at + 48) >>> 1
              | marks(bytes, at + 56);
      if ((marks & marks - 1) == 0) {
        int mark = Long.numberOfTrailingZeros(marks);
        found[count] = at + ((mark & 7) << 3) + (mark >>> 3);
        count += (int) ((marks | -marks) >>> 63);
      } else {
        count = findOneByOne(bytes, at, at + STRETCH, found, count);
      }
    }
    return findOneByOne(bytes, at, to, found, count);
  }

  private static int findOneByOne(byte[] bytes, int from, int to, int[] found, int before) {
    int count = before;
    for (int at = indexOf(bytes, from, to); at >= 0; at = indexOf(bytes, at + 1, to)) {
      found[count++] = at;
    }
    return count;
  }

  /**
   * The high bits of the newlines among eight bytes. The lowest one is always right, and so is a
   * single one; above the lowest there may be some too many.
   */
  private static long marks(byte[] bytes, int at) {
    // A byte of difference is zero where the newline is. Subtracting one from each byte borrows
    // from the high bit of a zero; a byte whose own high bit was set does not count. Borrows
    // reach only bytes after the first zero.
    long difference = (long) EIGHT_BYTES.get(bytes, at) ^ EIGHT_NEWLINES;
    return (difference - LOW_BITS) & ~difference & HIGH_BITS;
  }

  /** How many there are. */
  static int count(byte[] bytes, int from, int to) {
    int count = 0;
    for (int at = indexOf(bytes, from, to); at >= 0; at = indexOf(bytes, at + 1, to)) {
      count++;
    }
    return count;
  }
}
