package io.correlator.sources;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line ends, eight bytes at a time. */
final class Newlines {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EIGHT_NEWLINES = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Newlines() {}

  /** The index of the first newline at or after {@code from}; -1 if there is none. */
  static int indexOf(byte[] bytes, int from, int to) {
    int at = from;
    for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
      // A byte of difference is zero where the newline is. Subtracting one from each byte borrows
      // from the high bit of a zero; a byte whose own high bit was set does not count. Borrows
      // reach only bytes after the first zero, so the lowest mark is always right.
      long difference = (long) EIGHT_BYTES.get(bytes, at) ^ EIGHT_NEWLINES;
      long marks = (difference - LOW_BITS) & ~difference & HIGH_BITS;
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

  /** How many there are. */
  static int count(byte[] bytes, int from, int to) {
    int count = 0;
    for (int at = indexOf(bytes, from, to); at >= 0; at = indexOf(bytes, at + 1, to)) {
      count++;
    }
    return count;
  }
}
