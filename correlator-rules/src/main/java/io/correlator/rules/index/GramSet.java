package io.correlator.rules.index;

/**
 * Some stretches of up to four characters, told by a number each. It knows all that are in, and one
 * in some dozens of others seems to be: each stands for a bit. Not changed any more once it is
 * asked.
 */
final class GramSet {
  private static final int BITS_PER_GRAM = 64;
  private static final int FEWEST_WORDS = 7;
  private static final int MOST_WORDS = 15;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final long[] words;
  private final int shift;

  /** Room for about so many. */
  GramSet(long expected) {
    int size = FEWEST_WORDS;
    while (size < MOST_WORDS && (long) Long.SIZE << size < BITS_PER_GRAM * expected) {
      size++;
    }
    words = new long[1 << size];
    shift = Long.SIZE - size;
  }

  void add(int gram) {
    long hash = gram * MULTIPLIER;
    words[(int) (hash >>> shift)] |= bit(hash);
  }

  boolean mayHave(int gram) {
    long hash = gram * MULTIPLIER;
    return (words[(int) (hash >>> shift)] & bit(hash)) != 0;
  }

  /** By the six bits below those that tell the word. */
  private long bit(long hash) {
    return 1L << (hash >>> (shift - 6));
  }
}
