package io.correlator.listeners;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * How long a file was, and what stood at its beginning and right before its end then, so that it is
 * recognised again when it has grown or got another name.
 *
 * @param length in bytes
 * @param checksum of the first and the last 4 KiB of that length
 */
record FileMark(long length, long checksum) {
  private static final int PART = 4 * 1024;

  /** The mark of a file as it is now; that of an empty one if there is none. */
  static FileMark of(Path path) throws IOException {
    try {
      return at(path, Files.size(path));
    } catch (NoSuchFileException e) {
      return new FileMark(0, new CRC32C().getValue());
    }
  }

  private static FileMark at(Path path, long length) throws IOException {
    CRC32C checksum = new CRC32C();
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      int head = (int) Math.min(PART, length);
      update(checksum, file, 0, head);
      long tail = Math.max(head, length - PART);
      update(checksum, file, tail, (int) (length - tail));
    }
    return new FileMark(length, checksum.getValue());
  }

  private static void update(CRC32C checksum, RandomAccessFile file, long from, int length)
      throws IOException {
    byte[] bytes = new byte[length];
    file.seek(from);
    file.readFully(bytes);
    checksum.update(bytes);
  }

  /** Whether {@code path} is the marked file: what it was when it was marked, and perhaps more. */
  boolean isOf(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return length == 0 && !Files.exists(path);
    }
    return Files.size(path) >= length && at(path, length).equals(this);
  }

  /** Cuts off everything that came after the mark; the disk has that when this returns. */
  void cutOff(Path path) throws IOException {
    if (Files.exists(path)) {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(length);
        file.getFD().sync();
      }
    }
  }

  /** The mark as {@code LENGTH:CHECKSUM}. */
  String text() {
    return length + ":" + Long.toHexString(checksum);
  }

  /**
   * The mark of a {@link #text()}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static FileMark parse(String text) {
    int colon = text.indexOf(':');
    try {
      return new FileMark(
          Long.parseLong(text.substring(0, Math.max(0, colon))),
          Long.parseLong(text.substring(colon + 1), 16));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'%s' marks no place in a file".formatted(text), e);
    }
  }
}
