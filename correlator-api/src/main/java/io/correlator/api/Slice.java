package io.correlator.api;

import static java.util.Objects.checkFromToIndex;
import static java.util.Objects.checkIndex;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A read-only run of bytes of a record, usually UTF-8 text: for modules that look at every record
 * and do not want to pay for a {@link String} each time.
 *
 * <p>Immutable and safe to share between threads. Holding a slice holds the block of bytes it is
 * part of; {@link #toString()} makes an independent copy. Two slices are equal when their bytes
 * are.
 */
public final class Slice {
  private static final Slice EMPTY = new Slice(new byte[0], 0, 0);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int from;
  private final int to;

  /** Shares {@code bytes}: whoever calls this promises that they never change again. */
  Slice(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** The slice without bytes. */
  public static Slice empty() {
    return EMPTY;
  }

  /** The bytes of {@code text} in UTF-8; a lone surrogate becomes a question mark. */
  public static Slice of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new Slice(utf8, 0, utf8.length);
  }

  /** A copy of {@code bytes}. */
  public static Slice copyOf(byte[] bytes) {
    return new Slice(bytes.clone(), 0, bytes.length);
  }

  /**
   * A copy of the part of {@code bytes} from {@code from}, inclusive, to {@code to}, exclusive.
   *
   * @throws IndexOutOfBoundsException if the part is not within {@code bytes}
   */
  public static Slice copyOf(byte[] bytes, int from, int to) {
    checkFromToIndex(from, to, bytes.length);
    return new Slice(Arrays.copyOfRange(bytes, from, to), 0, to - from);
  }

  /** The number of bytes. */
  public int length() {
    return to - from;
  }

  /** Whether there are no bytes. */
  public boolean isEmpty() {
    return to == from;
  }

  /**
   * The byte at {@code index}.
   *
   * @throws IndexOutOfBoundsException if {@code index} is not in this slice
   */
  public byte byteAt(int index) {
    return bytes[from + checkIndex(index, to - from)];
  }

  /**
   * The part from {@code begin} to the end.
   *
   * @throws IndexOutOfBoundsException if {@code begin} is not in this slice or its end
   */
  public Slice slice(int begin) {
    return slice(begin, length());
  }

  /**
   * The part from {@code begin}, inclusive, to {@code end}, exclusive. No bytes are copied.
   *
   * @throws IndexOutOfBoundsException if the part is not within this slice
   */
  public Slice slice(int begin, int end) {
    checkFromToIndex(begin, end, length());
    return new Slice(bytes, from + begin, from + end);
  }

  /** Whether this begins with {@code prefix}. */
  public boolean startsWith(Slice prefix) {
    return matchesAt(from, prefix);
  }

  /**
   * Whether {@code other} stands at {@code index}; false also where it would reach past the end.
   */
  public boolean startsWith(Slice other, int index) {
    return index >= 0 && index <= length() && matchesAt(from + index, other);
  }

  /** Whether this ends with {@code suffix}. */
  public boolean endsWith(Slice suffix) {
    return suffix.length() <= length() && matchesAt(to - suffix.length(), suffix);
  }

  /** Whether {@code other} occurs in this. */
  public boolean contains(Slice other) {
    return indexOf(other, 0) >= 0;
  }

  /** The first index of the byte {@code wanted} at or after {@code begin}, or -1. */
  public int indexOf(byte wanted, int begin) {
    for (int i = from + start(begin); i < to; i++) {
      if (bytes[i] == wanted) {
        return i - from;
      }
    }
    return -1;
  }

  /** The first index of {@code other} at or after {@code begin}, or -1. */
  public int indexOf(Slice other, int begin) {
    if (other.isEmpty()) {
      return begin <= length() ? start(begin) : -1;
    }
    // Comparing runs costs a call: two bytes tell most places apart.
    int length = other.length();
    byte first = other.bytes[other.from];
    byte end = other.bytes[other.to - 1];
    int last = to - length;
    for (int i = from + start(begin); i <= last; i++) {
      if (bytes[i] == first && bytes[i + length - 1] == end && matchesAt(i, other)) {
        return i - from;
      }
    }
    return -1;
  }

  /** Within the slice, so that adding to it cannot overflow. */
  private int start(int begin) {
    return Math.min(Math.max(begin, 0), length());
  }

  /** The last index of {@code other}, or -1. */
  public int lastIndexOf(Slice other) {
    if (other.isEmpty()) {
      return length();
    }
    byte first = other.bytes[other.from];
    for (int i = to - other.length(); i >= from; i--) {
      if (bytes[i] == first && matchesAt(i, other)) {
        return i - from;
      }
    }
    return -1;
  }

  private boolean matchesAt(int index, Slice other) {
    int end = index + other.length();
    return end <= to && Arrays.equals(bytes, index, end, other.bytes, other.from, other.to);
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Copies the bytes into {@code target} at {@code index}. */
  public void copyTo(byte[] target, int index) {
    System.arraycopy(bytes, from, target, index, to - from);
  }

  /** This slice on bytes of its own, for whoever keeps it: it does not hold on to its block. */
  public Slice compact() {
    return to - from == bytes.length ? this : new Slice(toByteArray(), 0, to - from);
  }

  /**
   * A hash of the bytes for tables whose keys come from log lines: without knowing {@code seed} it
   * is hard to make keys that collide. Not for anything that must be the same in another run.
   */
  public int hash(long seed) {
    long hash = seed ^ length() * 0x9E3779B97F4A7C15L;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, i));
    }
    long tail = 0;
    for (; i < to; i++) {
      tail = tail << Byte.SIZE | (bytes[i] & 0xff);
    }
    return (int) (mix(hash ^ tail) >>> Integer.SIZE);
  }

  private static long mix(long value) {
    long product = (value ^ value >>> 32) * 0xD6E8FEB86659FD93L;
    return (product ^ product >>> 32) * 0xD6E8FEB86659FD93L;
  }

  @Override
  // JSpecify is for compilers that know it: modules that require this one need not have it.
  @SuppressWarnings("exports")
  public boolean equals(@Nullable Object other) {
    return other instanceof Slice slice
        && Arrays.equals(bytes, from, to, slice.bytes, slice.from, slice.to);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /** The bytes read as UTF-8; what is not valid UTF-8 becomes U+FFFD, never an error. */
  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
