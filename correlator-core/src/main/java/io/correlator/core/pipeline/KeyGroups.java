package io.correlator.core.pipeline;

import io.correlator.api.Slice;

/**
 * The groups into which the keys of a module are divided. Their number is fixed, and does not
 * depend on that of partitions: so a run gives the same events, evicts the same keys, and can go on
 * from the same snapshot, on a machine with another number of processors.
 */
public final class KeyGroups {
  /** How many there are, which is also the most partitions that make sense. */
  public static final int COUNT = 16;

  private static final int SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(COUNT);

  private KeyGroups() {}

  /** The group of a key: the same in every run and on every machine. */
  static int of(Slice key) {
    return (key.hashCode() * 0x9E3779B1) >>> SHIFT;
  }

  /** The part of one group in what is there for all of them; at least 1. */
  static long share(long whole) {
    return Math.max(1, (whole + COUNT - 1) / COUNT);
  }
}
