package io.correlator.rules.index;

import java.util.List;

/**
 * How common each stretch of four characters is in the literals of an index. What many rules write,
 * such as {@code \\windows\\} or {@code .exe}, is common in texts too; who looks for a literal by a
 * part of it had better look for another one. Immutable.
 */
final class Grams {
  /** A stretch has so many characters. */
  static final int LENGTH = 4;

  /** Who finds a part goes back to where the literal may have begun. */
  private static final int FARTHEST = 24;

  private static final int BITS = 18;
  private static final int MULTIPLIER = 0x9E3779B1;

  /** By hash; those of which there are many are all the same. */
  private final byte[] counts = new byte[1 << BITS];

  Grams(List<char[]> literals) {
    for (char[] literal : literals) {
      for (int at = 0; at + LENGTH <= literal.length; at++) {
        int slot = slot(literal, at);
        if (counts[slot] < Byte.MAX_VALUE) {
          counts[slot]++;
        }
      }
    }
  }

  private static int slot(char[] text, int at) {
    int four = text[at] << 24 ^ text[at + 1] << 16 ^ text[at + 2] << 8 ^ text[at + 3];
    return (four * MULTIPLIER) >>> (Integer.SIZE - BITS);
  }

  /**
   * Where in a literal, not too far from its beginning, the least common part begins that has
   * {@code stride} stretches, one beside the other.
   */
  int rarest(char[] literal, int stride) {
    int best = 0;
    int sum = 0;
    for (int i = 0; i < stride; i++) {
      sum += counts[slot(literal, i)];
    }
    int least = sum;
    int last = Math.min(FARTHEST, literal.length - stride - LENGTH + 1);
    for (int from = 1; from <= last; from++) {
      sum += counts[slot(literal, from + stride - 1)] - counts[slot(literal, from - 1)];
      if (sum < least) {
        least = sum;
        best = from;
      }
    }
    return best;
  }
}
