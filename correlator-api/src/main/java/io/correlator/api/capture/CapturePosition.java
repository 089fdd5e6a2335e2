package io.correlator.api.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A place in the file of a capture: how long the file was, and what stood right before its end.
 *
 * @param length in bytes
 * @param checksum of the last 4 KiB of that length
 */
record CapturePosition(long length, long checksum) {
  private static final int PART = 4 * 1024;

  /** Version 1. */
  private static final Pattern TEXT = Pattern.compile("1 (\\d{1,18}):(\\p{XDigit}{1,8})");

  /** The place at which {@code file} ends. */
  static CapturePosition atEndOf(FileChannel file) throws IOException {
    return at(file, file.size());
  }

  private static CapturePosition at(FileChannel file, long length) throws IOException {
    ByteBuffer part = ByteBuffer.allocate((int) Math.min(PART, length));
    long start = length - part.capacity();
    int read;
    do {
      read = file.read(part, start + part.position());
    } while (read > 0);
    CRC32C checksum = new CRC32C();
    checksum.update(part.flip());
    return new CapturePosition(length, checksum.getValue());
  }

  /** Whether it is a place in {@code file}, as it is now. */
  boolean isIn(FileChannel file) throws IOException {
    return file.size() >= length && at(file, length).equals(this);
  }

  String text() {
    return "1 " + length + ":" + Long.toHexString(checksum);
  }

  /**
   * The position of a {@link #text()}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CapturePosition parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'%s' marks no place in a capture".formatted(text));
    }
    return new CapturePosition(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2), 16));
  }
}
