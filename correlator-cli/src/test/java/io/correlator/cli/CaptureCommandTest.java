package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures that were made by {@code process --capture}, looked at, cut and replayed. */
final class CaptureCommandTest {
  private static final String FAILED =
      "<86>1 2026-03-01T10:0%d:00Z gate sshd 7 - - Failed password for root from 192.0.2.%d port 4 ssh2";

  private final FakeTerminal terminal = FakeTerminal.redirected();

  @TempDir Path folder;
  private String log = "";
  private String capture = "";
  private String part = "";
  private String events = "";

  @BeforeEach
  void captureFourFailures() throws IOException {
    Path file = folder.resolve("auth.log");
    List<String> lines = List.of(line(1), line(2), line(3), line(4));
    log = Files.write(file, lines).toString();
    capture = folder.resolve("all.cap").toString();
    part = folder.resolve("part.cap").toString();
    FakeTerminal first = FakeTerminal.redirected();
    assertThat(first.run("process", "--capture", capture, "--output", "jsonl", log)).isZero();
    events = first.out();
  }

  private static String line(int number) {
    return FAILED.formatted(number, number);
  }

  private List<String> recordsOf(String file) {
    FakeTerminal listing = FakeTerminal.redirected();
    assertThat(listing.run("capture", "list", "--records", file)).isEqualTo(ExitCode.DONE);
    return listing.outLines();
  }

  @Test
  void aReplayGivesTheSameEventsAtAnySpeed() {
    assertThat(terminal.run("replay", "--output", "jsonl", capture)).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).isEqualTo(events);

    FakeTerminal slower = FakeTerminal.redirected();
    assertThat(slower.run("replay", "--speed", "1000", "--output", "jsonl", capture)).isZero();
    assertThat(slower.out()).isEqualTo(events).contains("192.0.2.4");
  }

  @Test
  void listTellsWhatIsInIt() {
    assertThat(terminal.run("capture", "list", capture)).isEqualTo(ExitCode.DONE);

    assertThat(terminal.outLines())
        .hasSize(3)
        .last()
        .asString()
        .matches(
            "all +4 +%d +2026-03-01T10:01:00Z +2026-03-01T10:04:00Z"
                .formatted(4 * line(1).length()));
    assertThat(recordsOf(capture))
        .hasSize(4)
        .first()
        .isEqualTo("2026-03-01T10:01:00Z  %s  %s".formatted(log, line(1)));
  }

  @Test
  void filterKeepsWhatSaysSomething() {
    int exit = terminal.run("capture", "filter", "--text", ".2.2", "--text", ".2.4", capture, part);

    assertThat(exit).isEqualTo(ExitCode.DONE);
    assertThat(terminal.errLines()).containsExactly("correlator: 2 records are in " + part);
    assertThat(recordsOf(part))
        .extracting(each -> each.substring(0, 17))
        .containsExactly("2026-03-01T10:02:", "2026-03-01T10:04:");
  }

  @Test
  void filterKeepsWhatComesFromSomewhere() {
    assertThat(
            terminal.run(
                "capture", "filter", "--source", log, "--sender", "192.0.2.9", capture, part))
        .isEqualTo(ExitCode.DONE);

    assertThat(recordsOf(part)).isEmpty();
  }

  @Test
  void cutKeepsATime() {
    int exit =
        terminal.run(
            "capture",
            "cut",
            "--from",
            "2026-03-01T10:02:00",
            "--until",
            "2026-03-01T10:04:00Z",
            capture,
            part);

    assertThat(exit).isEqualTo(ExitCode.DONE);
    assertThat(recordsOf(part))
        .extracting(each -> each.substring(0, 17))
        .containsExactly("2026-03-01T10:02:", "2026-03-01T10:03:");
  }

  @Test
  void cutKeepsANumberOfRecords() {
    assertThat(terminal.run("capture", "cut", "--skip", "1", "--count", "2", capture, part))
        .isZero();

    assertThat(recordsOf(part))
        .extracting(each -> each.substring(0, 17))
        .containsExactly("2026-03-01T10:02:", "2026-03-01T10:03:");
  }

  @Test
  void aPartCanBeReplayed() {
    terminal.run("capture", "cut", "--count", "1", capture, part);

    FakeTerminal replay = FakeTerminal.redirected();
    assertThat(replay.run("replay", "--output", "jsonl", part)).isZero();

    assertThat(replay.outLines().get(0)).isEqualTo(events.lines().toList().get(0));
  }

  @Test
  void nothingIsOverwritten() {
    assertThat(terminal.run("capture", "cut", "--count", "1", capture, log))
        .isEqualTo(ExitCode.USAGE);

    assertThat(terminal.err()).contains("auth.log is there already");
    assertThat(Path.of(log)).hasContent(String.join("\n", line(1), line(2), line(3), line(4)));
  }

  @Test
  void namesWhatIsWrong() {
    assertThat(terminal.run("capture", "cut", "--from", "now", "--count", "0", capture))
        .isEqualTo(ExitCode.USAGE);
    assertThat(terminal.run("capture", "filter", capture, part)).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.run("replay", "--speed", "-1", "--data", "state"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(terminal.run("capture")).isEqualTo(ExitCode.USAGE);

    assertThat(terminal.errLines())
        .contains(
            "correlator: name the capture and the new one: FROM TO",
            "correlator: --from: cannot read 'now': write a time such as 2026-03-01T10:00:00Z",
            "correlator: --count: must be 1 or more, was 0",
            "correlator: name which records: --sender, --source or --text",
            "correlator: name the capture to replay: FILE",
            "correlator: name what to do with captures: list, filter or cut");
  }

  @Test
  void whatIsNoCaptureIsSaid() {
    assertThat(terminal.run("capture", "list", log)).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(terminal.run("replay", log)).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(terminal.run("capture", "list", "missing.cap")).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.err())
        .contains("no segment of a capture starts here", "missing.cap: no such file");
  }
}
