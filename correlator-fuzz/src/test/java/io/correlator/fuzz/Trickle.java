package io.correlator.fuzz;

import java.io.InputStream;

/** Gives a few bytes at a time, as a pipe or a connection does. */
public final class Trickle extends InputStream {
  private final byte[] bytes;
  private final Chance chance;
  private final int most;
  private int next;

  /** Gives one to {@code most} bytes at a time. */
  public Trickle(byte[] bytes, int most, Chance chance) {
    this.bytes = bytes;
    this.most = most;
    this.chance = chance;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (next == bytes.length) {
      return -1;
    }
    int count = Math.min(Math.min(length, chance.between(1, most)), bytes.length - next);
    System.arraycopy(bytes, next, target, offset, count);
    next += count;
    return count;
  }

  @Override
  public int read() {
    return next == bytes.length ? -1 : bytes[next++] & 0xff;
  }
}
