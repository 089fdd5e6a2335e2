package io.correlator.api.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The eight bytes that begin a segment and occur nowhere else in a capture, so that a reader can
 * find the next segment after damage by looking for them.
 *
 * <p>Raw bytes are whatever a stranger wrote into a log. Were the mark allowed in them, a line
 * could hold a whole forged segment, waiting for a disk error to make it real. So a body in which
 * the first seven bytes of the mark occur, the stem, is stuffed: a zero follows every stem.
 */
final class SegmentMark {
  static final byte[] MARK = {(byte) 0xf7, 'C', 'O', 'R', 'C', 'A', 'P', (byte) 0xf8};

  private static final int STEM_LENGTH = 7;

  /** Eight bytes, whatever their order. */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long FIRSTS = ONES * (MARK[0] & 0xff);

  private SegmentMark() {}

  /** The index of the first whole mark between two indexes, or -1. */
  static int indexOf(byte[] bytes, int from, int to) {
    for (int stem = indexOfStem(bytes, from, to - 1);
        stem >= 0;
        stem = indexOfStem(bytes, stem + STEM_LENGTH, to - 1)) {
      if (bytes[stem + STEM_LENGTH] == MARK[STEM_LENGTH]) {
        return stem;
      }
    }
    return -1;
  }

  /**
   * The index of the first stem between two indexes, or -1. Runs over every byte captured: where
   * its first byte is not among eight, which it never is in UTF-8, none of them begins one.
   */
  static int indexOfStem(byte[] bytes, int from, int to) {
    int last = to - STEM_LENGTH;
    int i = from;
    while (i <= last) {
      if (i <= to - Long.BYTES && !hasFirst((long) LONGS.get(bytes, i))) {
        i += Long.BYTES;
      } else if (Arrays.equals(bytes, i, i + STEM_LENGTH, MARK, 0, STEM_LENGTH)) {
        return i;
      } else {
        i++;
      }
    }
    return -1;
  }

  /** Whether one of eight bytes is the first of the mark: then one is zero in the difference. */
  private static boolean hasFirst(long eight) {
    long difference = eight ^ FIRSTS;
    return ((difference - ONES) & ~difference & (ONES << 7)) != 0;
  }

  /** The bytes between two indexes with a zero after every stem. */
  static byte[] stuff(byte[] bytes, int from, int to) {
    byte[] stuffed = new byte[to - from + (to - from) / STEM_LENGTH];
    int length = 0;
    int done = from;
    for (int stem = indexOfStem(bytes, from, to); stem >= 0; stem = indexOfStem(bytes, done, to)) {
      int end = stem + STEM_LENGTH;
      System.arraycopy(bytes, done, stuffed, length, end - done);
      length += end - done + 1;
      done = end;
    }
    System.arraycopy(bytes, done, stuffed, length, to - done);
    return Arrays.copyOf(stuffed, length + to - done);
  }

  /** The bytes between two indexes without the byte after every stem. */
  static byte[] unstuff(byte[] bytes, int from, int to) {
    byte[] plain = new byte[to - from];
    int length = 0;
    int done = from;
    for (int stem = indexOfStem(bytes, from, to); stem >= 0; stem = indexOfStem(bytes, done, to)) {
      int end = stem + STEM_LENGTH;
      System.arraycopy(bytes, done, plain, length, end - done);
      length += end - done;
      done = Math.min(end + 1, to);
    }
    System.arraycopy(bytes, done, plain, length, to - done);
    return Arrays.copyOf(plain, length + to - done);
  }
}
