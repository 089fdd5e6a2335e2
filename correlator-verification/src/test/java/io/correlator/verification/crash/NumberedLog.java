package io.correlator.verification.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A log whose lines count up from 0, written a few at a time and rotated as a daemon and logrotate
 * do it. For one thread.
 */
final class NumberedLog {
  static final int USERS = 97;

  private final Path file;
  private final int linesPerFile;
  private final Rotation rotation;
  private long written;
  private long rotations;
  private int inFile;

  NumberedLog(Path file, int linesPerFile, Rotation rotation) {
    this.file = file;
    this.linesPerFile = linesPerFile;
    this.rotation = rotation;
  }

  /** Whose line it is. */
  static long user(long number) {
    return number * 31 % USERS;
  }

  /** Appends so many lines, of which there is {@link #room()}. The last one comes in two pieces. */
  void write(int lines) {
    try {
      for (int left = lines; left > 0; ) {
        int here = Math.min(left, linesPerFile - inFile);
        append(here);
        left -= here;
        if (isFull() && rotation != Rotation.DELETED) {
          rotate();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many lines can be written now; of a file that will be deleted, no more than it takes. */
  int room() {
    return rotation == Rotation.DELETED ? linesPerFile - inFile : Integer.MAX_VALUE;
  }

  /** Whether all must be read before anything can be written. */
  boolean isFull() {
    return inFile == linesPerFile;
  }

  /** A quarter of the lines that are kept: what is deleted before it was read, nobody can read. */
  long mostAhead() {
    return (long) linesPerFile * Rotation.KEPT / 4;
  }

  void rotate() throws IOException {
    rotation.rotate(file, rotations++);
    inFile = 0;
  }

  private void append(int lines) throws IOException {
    StringBuilder text = new StringBuilder();
    Instant now = Instant.now();
    for (int i = 0; i < lines; i++) {
      text.append("<86>1 ").append(now).append(" host counter - - - number ");
      text.append(written).append(" user ").append(user(written)).append('\n');
      written++;
    }
    inFile += lines;
    byte[] bytes = text.toString().getBytes(US_ASCII);
    int most = Math.max(0, bytes.length - 20);
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(bytes, 0, most);
      out.write(bytes, most, bytes.length - most);
    }
  }

  long written() {
    return written;
  }

  Path file() {
    return file;
  }
}
