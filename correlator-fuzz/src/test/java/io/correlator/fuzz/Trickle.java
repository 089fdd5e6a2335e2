package io.correlator.fuzz;

import java.io.ByteArrayInputStream;

/** Gives a few bytes at a time, as a pipe or a connection does. */
public final class Trickle extends ByteArrayInputStream {
  private final Chance chance;
  private final int most;

  /** Gives one to {@code most} bytes at a time. */
  public Trickle(byte[] bytes, int most, Chance chance) {
    super(bytes);
    this.most = most;
    this.chance = chance;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) {
    return super.read(target, offset, Math.min(length, chance.between(1, most)));
  }
}
