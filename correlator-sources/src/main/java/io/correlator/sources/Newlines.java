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
    // Lines are longer than a few numbers: first two at a time, only whether there is one.
    for (int last = to - 2 * Long.BYTES; at <= last; at += 2 * Long.BYTES) {
      if ((marks(bytes, at) | marks(bytes, at + Long.BYTES)) != 0) {
        break;
      }
    }
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
   * The high bits of bytes that are newlines, the lowest for sure. A byte of difference is zero
   * where a newline is. Subtracting one from each byte borrows from the high bit of a zero; a byte
   * whose own high bit was set does not count. Borrows reach only bytes after the first zero, so
   * the lowest mark is always right.
   */
  private static long marks(byte[] bytes, int at) {
    long difference = (long) EIGHT_BYTES.get(bytes, at) ^ EIGHT_NEWLINES;
    return (difference - LOW_BITS) & ~difference & HIGH_BITS;
  }
}
