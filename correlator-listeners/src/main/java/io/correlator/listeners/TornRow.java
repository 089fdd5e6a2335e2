package io.correlator.listeners;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The row at the end of a CSV file that a crash has left unfinished.
 *
 * <p>Ending it with a line break would not do. Inside quotes a line break is part of the text, so
 * the next rows would disappear in it; and a torn last column would read as a whole one, such as
 * {@code 192.0.2.1} for {@code 192.0.2.14}. So it is moved out of the file, into one beside it.
 */
final class TornRow {
  private static final int CHUNK = 64 * 1024;

  private TornRow() {}

  /** Moves what comes after the last whole row of {@code csv} to the end of {@code torn}. */
  static void setAside(Path csv, Path torn) throws IOException {
    long whole = endOfLastRow(csv);
    long size = Files.size(csv);
    if (whole == size) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(csv.toFile(), "rw")) {
      copy(file, whole, torn);
      file.setLength(whole);
    }
  }

  private static void copy(RandomAccessFile file, long from, Path torn) throws IOException {
    file.seek(from);
    byte[] chunk = new byte[CHUNK];
    try (var out =
        Files.newOutputStream(torn, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int length = file.read(chunk); length > 0; length = file.read(chunk)) {
        out.write(chunk, 0, length);
      }
      out.write('\n');
    }
  }

  /**
   * Where the last whole row ends. Only reading from the start tells which line breaks stand inside
   * quotes.
   */
  static long endOfLastRow(Path csv) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long position = 0;
    long end = 0;
    boolean quoted = false;
    try (InputStream in = Files.newInputStream(csv)) {
      for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
        for (int i = 0; i < length; i++) {
          if (chunk[i] == '"') {
            quoted = !quoted;
          } else if (chunk[i] == '\n' && !quoted) {
            end = position + i + 1;
          }
        }
        position += length;
      }
    }
    return end;
  }
}
