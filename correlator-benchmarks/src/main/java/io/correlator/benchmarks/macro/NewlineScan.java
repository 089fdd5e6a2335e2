package io.correlator.benchmarks.macro;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What all else is measured against: reads a file and counts its lines, eight bytes at a time, in
 * one thread, and does nothing else. Nothing that reads lines in Java can be much faster.
 */
final class NewlineScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_SEVEN_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final int BLOCK = 256 * 1024;

  private NewlineScan() {}

  static long lines(Path file) throws IOException {
    byte[] block = new byte[BLOCK];
    long lines = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(block); length > 0; length = in.read(block)) {
        lines += newlines(block, length);
      }
    }
    return lines;
  }

  private static int newlines(byte[] block, int length) {
    int count = 0;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      // Exact for every byte: no carry leaves its byte, and only a zero byte leaves no bit set.
      long difference = (long) LONGS.get(block, at) ^ NEWLINES;
      long others = ((difference & LOW_SEVEN_BITS) + LOW_SEVEN_BITS) | difference | LOW_SEVEN_BITS;
      count += Long.bitCount(~others);
    }
    for (; at < length; at++) {
      count += block[at] == '\n' ? 1 : 0;
    }
    return count;
  }
}
