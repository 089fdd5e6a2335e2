package io.correlator.sources.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What the two readers of time stamps have in common. */
final class Timestamps {
  /** Nothing that even begins like a time. */
  static final int ABSENT = -1;

  /** Begins like a time and is none. */
  static final int BAD = -2;

  /** A well-formed date that does not exist. */
  static final int NO_SUCH_DATE = -3;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Timestamps() {}

  /** Eight bytes as one number, to compare them at once. */
  static long eightBytes(byte[] bytes, int at) {
    return (long) EIGHT_BYTES.get(bytes, at);
  }
}
