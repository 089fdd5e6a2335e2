package io.correlator.verification.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.zip.GZIPOutputStream;

/** What becomes of a log that is full; {@link #KEPT} old ones stay. */
enum Rotation {
  /** It is renamed to {@code log.1}, and {@code log.1} to {@code log.2} before. */
  NUMBERED {
    @Override
    void rotate(Path log, long number) throws IOException {
      raise(log, "");
      Files.move(log, sibling(log, 1, ""));
    }
  },

  /** It is renamed to {@code log-20260301}. */
  DATED {
    @Override
    void rotate(Path log, long number) throws IOException {
      Files.move(log, dated(log, number));
      Files.deleteIfExists(dated(log, number - KEPT));
    }
  },

  /** As the first, and {@code log.2} and all after it are packed, as with delaycompress. */
  PACKED {
    @Override
    void rotate(Path log, long number) throws IOException {
      Path last = sibling(log, 1, "");
      raise(log, ".gz");
      if (Files.exists(last)) {
        Path packed = sibling(log, 1, ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
          Files.copy(last, out);
        }
        Files.setLastModifiedTime(packed, Files.getLastModifiedTime(last));
        Files.delete(last);
        Files.move(packed, sibling(log, 2, ".gz"));
      }
      Files.move(log, last);
    }
  },

  /** It is copied to {@code log.1}, and truncated; nobody writes to it meanwhile. */
  COPIED {
    @Override
    void rotate(Path log, long number) throws IOException {
      raise(log, "");
      Files.copy(log, sibling(log, 1, ""), StandardCopyOption.COPY_ATTRIBUTES);
      Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    }
  },

  /** It is deleted, once all of it was read. */
  DELETED {
    @Override
    void rotate(Path log, long number) throws IOException {
      Files.delete(log);
    }
  };

  /** So many rotated files there are; older ones are deleted. */
  static final int KEPT = 40;

  /**
   * Makes place for a new log.
   *
   * @param number how often that was done before
   */
  abstract void rotate(Path log, long number) throws IOException;

  private static void raise(Path log, String suffix) throws IOException {
    Files.deleteIfExists(sibling(log, KEPT, suffix));
    for (int number = KEPT - 1; number > 0; number--) {
      if (Files.exists(sibling(log, number, suffix))) {
        Files.move(sibling(log, number, suffix), sibling(log, number + 1, suffix));
      }
    }
  }

  private static Path sibling(Path log, int number, String suffix) {
    return log.resolveSibling(log.getFileName() + "." + number + suffix);
  }

  private static Path dated(Path log, long number) {
    LocalDate day = LocalDate.of(2020, 1, 1).plusDays(number);
    return log.resolveSibling(
        log.getFileName() + "-" + day.format(DateTimeFormatter.BASIC_ISO_DATE));
  }
}
