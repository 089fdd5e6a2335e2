package io.correlator.fuzz;

import java.util.Random;
import java.util.zip.CRC32;

/**
 * What is drawn by lot while an input is tried: where it is cut, how much is read at once. The
 * input itself is the seed, so the same input is always tried in the same way, and every byte of a
 * kept input can be text.
 */
public final class Chance {
  private final Random random;

  private Chance(long seed) {
    random = new Random(seed);
  }

  /** What this input leaves to chance. */
  public static Chance of(byte[] input) {
    CRC32 sum = new CRC32();
    sum.update(input);
    return new Chance(sum.getValue());
  }

  /** From 0, inclusive, to {@code bound}, exclusive. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** From one to another, both inclusive. */
  public int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** One of several. */
  @SafeVarargs
  public final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
