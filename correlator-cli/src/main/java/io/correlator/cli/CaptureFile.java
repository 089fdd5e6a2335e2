package io.correlator.cli;

import io.correlator.api.capture.CaptureReader;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a capture, saying what is wrong with it. */
final class CaptureFile {
  private CaptureFile() {}

  /**
   * Reads a capture.
   *
   * @return whether all of it could be read; if not, why was said
   */
  static boolean read(Path file, Terminal terminal, Consumer<CaptureReader> use) {
    boolean[] whole = {true};
    try (CaptureReader capture =
        CaptureReader.open(
            file,
            damage -> {
              terminal.say("%s: %s".formatted(file, damage));
              whole[0] = false;
            })) {
      use.accept(capture);
      return whole[0];
    } catch (UncheckedIOException e) {
      terminal.say(
          e.getCause() instanceof NoSuchFileException
              ? "cannot read %s: no such file".formatted(file)
              : "cannot read %s: %s".formatted(file, e.getCause()));
      return false;
    }
  }
}
