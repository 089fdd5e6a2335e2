package io.correlator.listeners;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files that a file was before: {@code NAME.1} is the newest, and the oldest goes when there
 * are too many. For one thread.
 *
 * <p>Each step is one rename, so a crash in between loses nothing: it leaves a number unused, which
 * is filled the next time.
 */
record RotatedFiles(Path current, int keep) {
  /** Moves the current file to number 1, and the others up as far as need be. */
  void rotate() throws IOException {
    for (int number = firstUnused(); number > 1; number--) {
      move(numbered(number - 1), numbered(number));
    }
    move(current, numbered(1));
  }

  /** The first number without a file; the last one, whose file is replaced, if there is none. */
  private int firstUnused() {
    int number = 1;
    while (number < keep && Files.exists(numbered(number))) {
      number++;
    }
    return number;
  }

  /**
   * Takes back so many rotations: the file of that number becomes the current one again, those
   * before it go, and those behind it get their numbers back.
   */
  void undo(int rotations) throws IOException {
    if (rotations == 0) {
      return;
    }
    for (int number = 0; number + rotations <= keep; number++) {
      if (Files.exists(numbered(number + rotations))) {
        move(numbered(number + rotations), numbered(number));
      } else {
        Files.deleteIfExists(numbered(number));
      }
    }
    for (int number = keep - rotations + 1; number <= keep; number++) {
      Files.deleteIfExists(numbered(number));
    }
  }

  /** Removes the file and all that it was before. */
  void deleteAll() throws IOException {
    for (int number = 0; number <= keep; number++) {
      Files.deleteIfExists(numbered(number));
    }
  }

  /** The file of a number; 0 is the current one. */
  Path numbered(int number) {
    if (number == 0) {
      return current;
    }
    return current.resolveSibling(current.getFileName() + "." + number);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
