package io.correlator.core.state;

import io.correlator.api.Slice;

/**
 * Remembers for a while which keys were pushed out, so that a firing can say that there may have
 * been more: a Bloom filter in two generations. It may be wrong in saying yes, never in saying no.
 */
final class EvictedKeys {
  // Fixed, so that a replay says the same.
  private static final long HASH = 0xC2B2AE3D27D4EB4FL;
  private static final int PROBES = 4;
  private static final int BITS_PER_KEY = 8;
  private static final int LEAST_BITS = 1 << 10;
  private static final int MOST_BITS = 1 << 23;

  private final long lifetime;
  private final int bits;
  private long[] young = new long[0];
  private long[] old = new long[0];
  private long since;

  EvictedKeys(int maxKeys, long lifetime) {
    this.lifetime = lifetime;
    long wanted = Math.min(MOST_BITS, Math.max(LEAST_BITS, (long) BITS_PER_KEY * maxKeys));
    this.bits = (int) Long.highestOneBit(wanted);
  }

  void add(Slice key, long now) {
    if (young.length == 0 || now - since > lifetime) {
      age(now);
    }
    int hash = key.hash(HASH);
    int step = step(hash);
    for (int i = 0; i < PROBES; i++) {
      int bit = (hash + i * step) & (bits - 1);
      young[bit >>> 6] |= 1L << bit;
    }
  }

  private void age(long now) {
    old = now - since > 2 * lifetime ? new long[0] : young;
    young = new long[bits / Long.SIZE];
    since = now;
  }

  boolean mayContain(Slice key, long now) {
    long age = now - since;
    return young.length > 0
        && ((age <= 2 * lifetime && contains(young, key))
            || (age <= lifetime && old.length > 0 && contains(old, key)));
  }

  private boolean contains(long[] filter, Slice key) {
    int hash = key.hash(HASH);
    int step = step(hash);
    for (int i = 0; i < PROBES; i++) {
      int bit = (hash + i * step) & (bits - 1);
      if ((filter[bit >>> 6] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int step(int hash) {
    return Integer.rotateLeft(hash * 0x85EBCA6B, 15) | 1;
  }
}
