package io.correlator.evtx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads numbers and texts one after another, and never outside its bounds. For one thread. */
final class Cursor {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int to;
  private int at;

  /** Reads from {@code from}, and nothing from {@code to} on. */
  Cursor(byte[] bytes, int from, int to) throws DamageException {
    if (from < 0 || from > to || to > bytes.length) {
      throw outside(from);
    }
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }

  private static DamageException outside(int at) {
    return new DamageException("what should be at byte %d is outside".formatted(at));
  }

  /** Where the next byte is read. */
  int at() {
    return at;
  }

  /** How many bytes are left. */
  int left() {
    return to - at;
  }

  /** Goes on by a number of bytes, and returns where they began. */
  int skip(int count) throws DamageException {
    if (count < 0 || count > to - at) {
      throw outside(at);
    }
    int from = at;
    at += count;
    return from;
  }

  /** The next byte, which stays the next. */
  int peek() throws DamageException {
    if (at == to) {
      throw outside(at);
    }
    return bytes[at] & 0xff;
  }

  int unsignedByte() throws DamageException {
    return bytes[skip(1)] & 0xff;
  }

  int unsignedShort() throws DamageException {
    return (short) SHORT.get(bytes, skip(2)) & 0xffff;
  }

  int integer() throws DamageException {
    return (int) INT.get(bytes, skip(4));
  }

  /** A length or an offset: what is more than an {@code int} can hold is outside of everything. */
  int unsignedInteger() throws DamageException {
    int value = integer();
    if (value < 0) {
      throw new DamageException(
          "a length of %s is outside".formatted(Integer.toUnsignedString(value)));
    }
    return value;
  }

  long longInteger() throws DamageException {
    return (long) LONG.get(bytes, skip(8));
  }

  /** So many characters of UTF-16. */
  String text(int characters) throws DamageException {
    return new String(bytes, skip(2 * characters), 2 * characters, StandardCharsets.UTF_16LE);
  }
}
