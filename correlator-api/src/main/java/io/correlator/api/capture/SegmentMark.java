package io.correlator.api.capture;

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

  /** How far the last byte compared lets the search skip (Horspool 1980). */
  private static final byte[] SKIP = new byte[256];

  static {
    Arrays.fill(SKIP, (byte) STEM_LENGTH);
    for (int i = 0; i < STEM_LENGTH - 1; i++) {
      SKIP[MARK[i] & 0xff] = (byte) (STEM_LENGTH - 1 - i);
    }
  }

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

  /** The index of the first stem between two indexes, or -1. Runs over every byte captured. */
  static int indexOfStem(byte[] bytes, int from, int to) {
    int last = to - STEM_LENGTH;
    for (int i = from; i <= last; i += SKIP[bytes[i + STEM_LENGTH - 1] & 0xff]) {
      if (Arrays.equals(bytes, i, i + STEM_LENGTH, MARK, 0, STEM_LENGTH)) {
        return i;
      }
    }
    return -1;
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
