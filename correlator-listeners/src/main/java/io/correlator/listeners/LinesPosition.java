package io.correlator.listeners;

import java.io.IOException;
import java.nio.file.Path;

/** The position of a listener that appends to one file: version 1 is {@code 1 LENGTH:CHECKSUM}. */
final class LinesPosition {
  private static final String VERSION = "1 ";

  private LinesPosition() {}

  /** Where the file ends now; everything up to there must be on the disk already. */
  static String of(Path file) throws IOException {
    return VERSION + FileMark.of(file).text();
  }

  /**
   * Cuts off what came after {@code position}.
   *
   * @throws IOException if the file is not the one whose position it is
   */
  static void restore(Path file, String position) throws IOException {
    if (!position.startsWith(VERSION)) {
      throw new IllegalArgumentException(
          "the position '%s' is of another version".formatted(position));
    }
    FileMark mark = FileMark.parse(position.substring(VERSION.length()));
    if (!mark.isOf(file)) {
      throw new IOException(
          "%s is not the file whose first %d bytes were written before: put that one back, or start"
                  .formatted(file, mark.length())
              + " afresh");
    }
    mark.cutOff(file);
  }
}
