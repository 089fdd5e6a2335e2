package io.correlator.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A terminal that remembers what it was shown. */
final class FakeTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private final Terminal terminal;

  private FakeTerminal(boolean isTerminal) {
    terminal = new Terminal(out, new PrintWriter(err, true), isTerminal, isTerminal, true);
  }

  /** As a person sits at it. */
  static FakeTerminal interactive() {
    return new FakeTerminal(true);
  }

  /** As in a pipe, or in a script. */
  static FakeTerminal redirected() {
    return new FakeTerminal(false);
  }

  Terminal terminal() {
    return terminal;
  }

  /** Runs the command and returns its exit code. */
  int run(String... args) {
    return Main.run(terminal, args);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString();
  }

  List<String> outLines() {
    return out().lines().toList();
  }

  List<String> errLines() {
    return err().lines().toList();
  }
}
