package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** Events go to standard output; what is for people's eyes appears when people look, or ask. */
final class TerminalIT {
  private static final String CLEAR_LINE = "\r\u001b[K";

  @Test
  void nothingButEventsIsPrintedWhenNobodyLooks() {
    Command.Result result = process();

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isNotEmpty().doesNotContain("\u001b");
  }

  @Test
  void statisticsAppearOnStandardErrorWhenAskedFor() {
    Command.Result result = process("--stats");

    assertThat(result.err())
        .contains("samples/auth.log: received 74 = parsed 74 + failed 0")
        .doesNotContain(CLEAR_LINE);
    assertThat(result.out()).doesNotContain("received");
  }

  @Test
  void progressAppearsOnStandardErrorWhenAskedForAndIsClearedInTheEnd() {
    Command.Result result = process("--progress", "always");

    assertThat(result.err()).endsWith(CLEAR_LINE).doesNotContain("received");
    assertThat(result.out()).doesNotContain(CLEAR_LINE);
  }

  @Test
  void colourIsThereWhenAskedFor() {
    assertThat(process("--color", "always").out()).contains("\u001b[31mERROR\u001b[0m");
  }

  @Test
  void aTerminalGetsColourAndProgressAndStatistics() {
    String seen = onTerminal("correlator process samples/auth.log");

    assertThat(seen)
        .contains("\u001b[31mERROR\u001b[0m")
        .contains(CLEAR_LINE)
        .contains("received 74 = parsed 74 + failed 0");
  }

  @Test
  void aTerminalWithoutColourIsRespected() {
    assertThat(onTerminal("NO_COLOR=1 correlator process samples/auth.log"))
        .contains("ERROR ")
        .doesNotContain("\u001b[31m");
  }

  @Test
  void aTerminalGetsNoProgressFromSomeoneWhoDoesNotWantIt() {
    assertThat(onTerminal("correlator process --progress never samples/auth.log"))
        .doesNotContain(CLEAR_LINE);
  }

  private static Command.Result process(String... options) {
    Object[] words = new Object[options.length + 2];
    words[0] = "process";
    System.arraycopy(options, 0, words, 1, options.length);
    words[words.length - 1] = "samples/auth.log";
    return Checkout.shared().correlator(words).in(Checkout.shared().root()).run();
  }

  /** What a person sees who types a command at a terminal. */
  private static String onTerminal(String line) {
    assumeTrue(
        Command.shell("script --version").run().out().contains("util-linux"),
        "skipped: no 'script' of util-linux on this machine");
    return Command.of("script", "-qec", line.replace("correlator ", "./correlator "), "/dev/null")
        .in(Checkout.shared().root())
        .run()
        .out();
  }
}
