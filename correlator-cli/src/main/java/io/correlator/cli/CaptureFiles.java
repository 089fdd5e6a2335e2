package io.correlator.cli;

import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CaptureWriter;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.capture.CapturedStep;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads captures, and copies parts of them, saying what is wrong with them. */
final class CaptureFiles {
  private CaptureFiles() {}

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

  /** Which steps of a capture are wanted. */
  interface Selection {
    /** Whether this one is; asked about each, in their order. */
    boolean wants(CapturedStep step);

    /** Whether none that follows can be. */
    default boolean isDone() {
      return false;
    }
  }

  /**
   * Writes what is wanted of {@code from} to a new capture, and says how much that is.
   *
   * @return what the command ends with
   */
  static int copy(Path from, Path to, Selection selection, Terminal terminal) {
    if (Files.exists(to)) {
      terminal.say("%s is there already: name a file that is not".formatted(to));
      return ExitCode.USAGE;
    }
    long[] records = new long[1];
    try (CaptureWriter writer = CaptureWriter.append(to)) {
      boolean whole = read(from, terminal, capture -> copy(capture, writer, selection, records));
      terminal.say("%,d records are in %s".formatted(records[0], to));
      return whole ? ExitCode.DONE : ExitCode.INCOMPLETE;
    } catch (UncheckedIOException e) {
      terminal.say(String.valueOf(e.getMessage()));
      return ExitCode.INCOMPLETE;
    }
  }

  private static void copy(
      CaptureReader capture, CaptureWriter writer, Selection selection, long[] records) {
    for (CapturedStep step : capture.steps()) {
      if (selection.wants(step)) {
        writer.write(step);
        records[0] += step instanceof CapturedRecord ? 1 : 0;
      }
      if (selection.isDone()) {
        return;
      }
    }
  }
}
