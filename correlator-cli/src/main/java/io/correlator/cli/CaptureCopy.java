package io.correlator.cli;

import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CaptureWriter;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.capture.CapturedStep;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Makes a capture of some steps of another; the parameters say of which. */
final class CaptureCopy {
  @Parameters(index = "0", paramLabel = "FROM", arity = "0..1", description = "The capture.")
  private @Nullable Path from;

  @Parameters(index = "1", paramLabel = "TO", arity = "0..1", description = "The new one.")
  private @Nullable Path to;

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
   * Makes it.
   *
   * @param mistakes those found so far; nothing is done if there are any
   * @param command the command, as it is called
   * @return the exit code
   */
  int run(Terminal terminal, Selection selection, List<String> mistakes, String command) {
    if (from != null && to != null && mistakes.isEmpty()) {
      return copy(from, to, selection, terminal);
    }
    if (from == null || to == null) {
      mistakes.add("name the capture and the new one: FROM TO");
    }
    return Main.refuse(terminal, mistakes, command);
  }

  /**
   * Writes what is wanted of {@code from} to a new capture, and says how much that is.
   *
   * @return what the command ends with
   */
  private static int copy(Path from, Path to, Selection selection, Terminal terminal) {
    if (Files.exists(to)) {
      terminal.say("%s is there already: name a file that is not".formatted(to));
      return ExitCode.USAGE;
    }
    if (Files.notExists(from)) {
      terminal.say("cannot read %s: no such file".formatted(from));
      return ExitCode.INCOMPLETE;
    }
    long[] records = new long[1];
    try (CaptureWriter writer = CaptureWriter.append(to)) {
      boolean whole =
          CaptureFile.read(from, terminal, capture -> copy(capture, writer, selection, records));
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
