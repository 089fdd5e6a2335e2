package io.correlator.cli;

import io.correlator.api.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/**
 * The outside of the command: its two output streams and whether people look at them.
 *
 * @param out standard output
 * @param err standard error, as text
 * @param outIsTerminal whether standard output is a terminal
 * @param errIsTerminal whether standard error is a terminal
 * @param colourWanted whether the environment lets programs use colour
 */
record Terminal(
    OutputStream out,
    PrintWriter err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean colourWanted) {

  /**
   * The real one. Java cannot tell which streams are terminals, so the launcher does, through the
   * system properties {@code correlator.out.terminal} and {@code correlator.err.terminal}.
   */
  static Terminal ofProcess() {
    return new Terminal(
        new FileOutputStream(FileDescriptor.out),
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Boolean.getBoolean("correlator.out.terminal"),
        Boolean.getBoolean("correlator.err.terminal"),
        System.getenv("NO_COLOR") == null);
  }

  /** Says something about the run on standard error: one line, whatever stands in it. */
  void say(String text) {
    show("correlator: " + text);
  }

  /** Prints one line on standard error, whatever stands in it. */
  void show(String line) {
    err.println(Printable.of(line));
    err.flush();
  }

  Ansi helpColour() {
    return outIsTerminal && colourWanted ? Ansi.ON : Ansi.OFF;
  }
}
