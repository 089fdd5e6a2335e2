package io.correlator.rules.index;

/**
 * Some stretches of up to four characters, told by a number each. It knows all that are in, and one
 * in some hundred others seems to be: each stands for three bits of the same word. Not changed any
 * more once it is asked.
 */
final class GramSet {
  private static final int BITS_PER_GRAM = 32;
  private static final int FEWEST_WORDS = 6;
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
    words[(int) (hash >>> shift)] |= bits(hash);
  }

  boolean mayHave(int gram) {
    long hash = gram * MULTIPLIER;
    long bits = bits(hash);
    return (words[(int) (hash >>> shift)] & bits) == bits;
  }

  private static long bits(long hash) {
    return 1L << (hash >>> 43) | 1L << (hash >>> 37) | 1L << (hash >>> 31);
  }
}
