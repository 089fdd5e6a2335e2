package io.correlator.listeners;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Bytes in memory that can be taken back: what was begun and could not be finished is cut off. For
 * one thread.
 */
final class Buffer extends OutputStream {
  private static final int INITIAL = 8 * 1024;

  /** Beyond this, memory that one huge event asked for is given back. */
  private static final int LARGEST_KEPT = 1024 * 1024;

  private byte[] bytes = new byte[INITIAL];
  private int size;

  /** The bytes; only the first {@link #size()} count. Valid until the next change. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  @Override
  public void write(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      int needed = Math.addExact(size, more);
      bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(bytes.length * 2L, 1L << 30)));
    }
  }

  /** Forgets all but the first {@code length} bytes. */
  void truncate(int length) {
    size = Math.min(size, length);
  }

  /** Forgets everything. */
  void clear() {
    size = 0;
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[INITIAL];
    }
  }
}
