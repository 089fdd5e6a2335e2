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
 * A log whose lines count up from 0, written a few at a time and rotated by renaming, as a daemon
 * and logrotate do it. For one thread.
 */
final class NumberedLog {
  static final int USERS = 97;

  /** So many rotated files there are; older ones are deleted. */
  static final int KEPT = 40;

  private final Path file;
  private final int linesPerFile;
  private long written;

  NumberedLog(Path file, int linesPerFile) {
    this.file = file;
    this.linesPerFile = linesPerFile;
  }

  /** Whose line it is. */
  static long user(long number) {
    return number * 31 % USERS;
  }

  /** Appends so many lines. The last one comes in two pieces. */
  void write(int lines) {
    try {
      for (int left = lines; left > 0; ) {
        int here = (int) Math.min(left, linesPerFile - written % linesPerFile);
        append(here);
        left -= here;
        if (written % linesPerFile == 0) {
          rotate();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(int lines) throws IOException {
    StringBuilder text = new StringBuilder();
    Instant now = Instant.now();
    for (int i = 0; i < lines; i++) {
      text.append("<86>1 ").append(now).append(" host counter - - - number ");
      text.append(written).append(" user ").append(user(written)).append('\n');
      written++;
    }
    byte[] bytes = text.toString().getBytes(US_ASCII);
    int most = Math.max(0, bytes.length - 20);
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(bytes, 0, most);
      out.write(bytes, most, bytes.length - most);
    }
  }

  private void rotate() throws IOException {
    Files.deleteIfExists(sibling(KEPT));
    for (int number = KEPT - 1; number > 0; number--) {
      if (Files.exists(sibling(number))) {
        Files.move(sibling(number), sibling(number + 1));
      }
    }
    Files.move(file, sibling(1));
  }

  private Path sibling(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  long written() {
    return written;
  }

  Path file() {
    return file;
  }
}
