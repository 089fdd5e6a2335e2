package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
  private static final String FAILED_LOGIN =
      "Mar  1 07:14:03 gate sshd[2113]: Failed password for root from 203.0.113.7 port 5 ssh2\n";

  private final FakeTerminal terminal = FakeTerminal.redirected();

  @TempDir Path folder;

  @Test
  void isDoneWhenAllWasRead() throws IOException {
    String log = log(FAILED_LOGIN);

    assertThat(terminal.run("process", "--year", "2026", log)).isEqualTo(ExitCode.DONE);

    assertThat(terminal.outLines().get(0))
        .startsWith("2026-03-01 07:14:03Z  NOTICE     sshd  SshLoginFailed  ")
        .endsWith(" from 203.0.113.7");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void tellsJsonFromSyslogByItself() throws IOException {
    String object =
        "{\"@timestamp\": \"2026-03-01T07:14:0%dZ\",%s \"host\": \"gate\", \"program\": \"sshd\","
            + " \"message\": \"Failed password for root from 203.0.113.7 port 5 ssh2\"}\n";
    String log = log(FAILED_LOGIN + object.formatted(4, "") + object.formatted(5, "\n "));

    assertThat(terminal.run("process", "--year", "2026", log)).isEqualTo(ExitCode.DONE);

    assertThat(failedLogins(terminal))
        .hasSize(3)
        .allMatch(line -> line.endsWith(" from 203.0.113.7"));
  }

  @Test
  void isIncompleteWhenAnInputCannotBeRead() throws IOException {
    String log = log(FAILED_LOGIN);

    assertThat(terminal.run("process", "missing.log", log)).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.errLines())
        .containsExactly("correlator: cannot read missing.log: no such file or folder");
    assertThat(terminal.out()).contains("203.0.113.7");
  }

  @Test
  void withDataASecondRunReadsOnlyWhatIsNew() throws IOException {
    String log = log(FAILED_LOGIN);
    String data = folder.resolve("data").toString();
    terminal.run("process", "--year", "2026", "--data", data, log);
    Files.writeString(
        Path.of(log), FAILED_LOGIN.replace("07:14:03", "08:14:03"), StandardOpenOption.APPEND);
    FakeTerminal second = FakeTerminal.redirected();

    second.run("process", "--year", "2026", "--data", data, log, folder.resolve("x").toString());
    FakeTerminal third = FakeTerminal.redirected();
    int exitCode = third.run("process", "--year", "2026", "--data", data, log);

    assertThat(failedLogins(terminal)).hasSize(1);
    assertThat(failedLogins(second)).singleElement().asString().startsWith("2026-03-01 08:14:03Z");
    assertThat(second.err()).contains("no such file");
    assertThat(failedLogins(third)).isEmpty();
    assertThat(exitCode).isEqualTo(ExitCode.DONE);
  }

  private static List<String> failedLogins(FakeTerminal terminal) {
    return terminal.outLines().stream().filter(line -> line.contains("SshLoginFailed")).toList();
  }

  @Test
  void refusesToSaveStateNowAndThen() throws IOException {
    String data = folder.resolve("data").toString();

    assertThat(
            terminal.run("process", "--data", data, "--snapshot-every", "now", log(FAILED_LOGIN)))
        .isEqualTo(ExitCode.USAGE);

    assertThat(terminal.errLines())
        .first()
        .asString()
        .contains("--snapshot-every", "'now'", "such as 500ms, 30s or 5m");
  }

  @Test
  void readsTimesInTheZoneGiven() throws IOException {
    terminal.run("process", "--year", "2026", "--zone", "Europe/Zurich", log(FAILED_LOGIN));

    assertThat(terminal.out()).startsWith("2026-03-01 06:14:03Z");
  }

  @Test
  void printsNothingForOutputNone() throws IOException {
    assertThat(terminal.run("process", "--output", "none", log(FAILED_LOGIN))).isZero();

    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void showsStatisticsToPeopleWithoutBeingAsked() throws IOException {
    FakeTerminal interactive = FakeTerminal.interactive();

    interactive.run("process", log(FAILED_LOGIN));

    assertThat(interactive.err()).contains("received 1 = parsed 1 + failed 0");
  }

  @Test
  void refusesToReadNothing() {
    assertThat(terminal.run("process")).isEqualTo(ExitCode.USAGE);

    assertThat(terminal.errLines())
        .containsExactly(
            "correlator: name what to read: FILE, DIR, or - for standard input",
            "Try 'correlator process --help'.");
  }

  @Test
  void suggestsTheNearestCommand() {
    assertThat(terminal.run("proces")).isEqualTo(ExitCode.USAGE);

    assertThat(terminal.errLines())
        .containsExactly(
            "correlator: unknown command 'proces': did you mean 'process'?",
            "Try 'correlator --help'.");
  }

  @Test
  void wantsACommand() {
    assertThat(terminal.run()).isEqualTo(ExitCode.USAGE);

    assertThat(terminal.err())
        .startsWith(
            "correlator: name a command: process, listen, replay, capture, list, rules or dead-letters");
  }

  @Test
  void namesTheMistakesOfOptionsAndPlugInsTogether() throws IOException {
    int exitCode =
        terminal.run(
            "process",
            "--otuput=text",
            "--module",
            "shd",
            "--module",
            "sshd,window=x",
            "--listener",
            "text,",
            log(""));

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.errLines())
        .containsExactlyInAnyOrder(
            "correlator: unknown option '--otuput': did you mean '--output'?",
            "correlator: unknown module 'shd': did you mean 'sshd'?",
            "correlator: module sshd: window: cannot read 'x': write a number and a unit, such as"
                + " 500ms, 30s or 5m",
            "correlator: --listener 'text,': write '' as key=value",
            "Try 'correlator process --help'.");
  }

  @Test
  void doesNotReadArgumentsFromAFile() throws IOException {
    Path arguments = Files.writeString(folder.resolve("arguments"), "--help");

    assertThat(terminal.run("process", "@" + arguments)).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.err()).startsWith("correlator: cannot read @");
  }

  @Test
  void helpsOnStandardOutput() {
    assertThat(terminal.run("process", "--help")).isEqualTo(ExitCode.DONE);

    assertThat(terminal.out()).startsWith("Usage: correlator process");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void tellsItsVersion() {
    assertThat(terminal.run("--version")).isEqualTo(ExitCode.DONE);

    assertThat(terminal.out()).startsWith("correlator ");
  }

  private String log(String text) throws IOException {
    return Files.writeString(folder.resolve("a.log"), text).toString();
  }
}
