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

  Path numbered(int number) {
    return current.resolveSibling(current.getFileName() + "." + number);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
