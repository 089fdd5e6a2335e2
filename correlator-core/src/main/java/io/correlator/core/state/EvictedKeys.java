package io.correlator.core.state;

import io.correlator.api.Slice;
import java.io.IOException;

/**
 * Remembers for a while which keys were pushed out, or missed a record for want of room, so that a
 * firing can say that there may have been more: a Bloom filter in two generations. It may be wrong
 * in saying yes, never in saying no.
 */
final class EvictedKeys implements UndoLog.Part {
  // Fixed, so that a replay says the same.
  private static final long HASH = 0xC2B2AE3D27D4EB4FL;
  private static final int PROBES = 4;
  private static final int BITS_PER_KEY = 8;
  private static final int LEAST_BITS = 1 << 10;
  private static final int MOST_BITS = 1 << 23;
  private static final long[] NOTHING = new long[0];

  private final long lifetime;
  private final int bits;
  private long[] young = NOTHING;
  private long[] old = NOTHING;
  private long since;

  private final Memory memory;
  private final int part;

  EvictedKeys(int maxKeys, long lifetime, Memory memory) {
    this.memory = memory;
    this.part = memory.undo().register(this);
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
      add((hash + i * step) & (bits - 1));
    }
  }

  private void age(long now) {
    long[] oldYoung = young;
    long[] oldOld = old;
    long oldSince = since;
    memory.undo().log(() -> become(oldYoung, oldOld, oldSince));
    become(new long[bits / Long.SIZE], now - since > 2 * lifetime ? NOTHING : young, now);
  }

  private void become(long[] newYoung, long[] newOld, long newSince) {
    long numbers = (long) newYoung.length + newOld.length - young.length - old.length;
    memory.account().correct(numbers * Long.BYTES);
    young = newYoung;
    old = newOld;
    since = newSince;
  }

  private void add(int bit) {
    int place = bit >>> 6;
    memory.undo().log(part, place, young[place]);
    young[place] |= 1L << bit;
  }

  @Override
  public void undo(int place, long old) {
    young[place] = old;
  }

  void save(StateOutput out) {
    save(young, out);
    save(old, out);
    out.writeLong(since);
  }

  private static void save(long[] filter, StateOutput out) {
    out.writeBoolean(filter.length > 0);
    out.writeLongs(filter, filter.length);
  }

  void load(StateInput in) throws IOException {
    long[] newYoung = in.readBoolean() ? in.readLongs(bits / Long.SIZE) : NOTHING;
    long[] newOld = in.readBoolean() ? in.readLongs(bits / Long.SIZE) : NOTHING;
    become(newYoung, newOld, in.readLong());
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
