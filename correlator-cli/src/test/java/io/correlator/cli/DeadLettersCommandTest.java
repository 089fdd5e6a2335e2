package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.core.delivery.DeadLetter;
import io.correlator.core.delivery.DeadLetterFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLettersCommandTest {
  private static final Instant NOW = Instant.parse("2026-03-01T07:28:03Z");

  private final FakeTerminal terminal = FakeTerminal.redirected();

  @TempDir Path folder;
  private String file = "";

  @BeforeEach
  void keepOne() throws IOException {
    file = folder.resolve("dead.jsonl").toString();
    Event event = Event.error("Alarm").summary("five\u001b[31m failures").build(NOW);
    DeadLetterFile.at(Path.of(file))
        .keep(
            new DeadLetter(
                "webhook",
                DeadLetter.Reason.EXHAUSTED,
                20,
                "503",
                NOW,
                EmittedEvent.causedByTime(NOW, "sshd", event, 0)));
  }

  @Test
  void listShowsOneLinePerLetter() {
    assertThat(terminal.run("dead-letters", "list", file)).isEqualTo(ExitCode.DONE);

    assertThat(terminal.outLines())
        .containsExactly(
            "2026-03-01T07:28:03Z  webhook  exhausted after 20  Alarm:"
                + " five\\u001b[31m failures  (503)");
  }

  @Test
  void listNamesLinesThatAreNoLetters() throws IOException {
    Files.writeString(Path.of(file), "nonsense\n", StandardOpenOption.APPEND);

    assertThat(terminal.run("dead-letters", "list", file)).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.errLines()).singleElement().asString().contains("dead.jsonl:2 is no dead");
  }

  @Test
  void replayDeliversAndLeavesNothing() throws IOException {
    Path target = folder.resolve("events.txt");

    int code = terminal.run("dead-letters", "replay", file, "--listener", "text,file=" + target);

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(target)).contains("five");
    assertThat(Path.of(file)).doesNotExist();
    assertThat(terminal.errLines())
        .containsExactly(
            "correlator: delivered 1, failed again 0, wanted by nobody 0, unreadable 0");
  }

  @Test
  void replayKeepsWhatFails() {
    int code =
        terminal.run("dead-letters", "replay", file, "--listener", "csv,directory=" + folder);

    assertThat(code).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(Path.of(file)).exists();
    assertThat(terminal.errLines())
        .containsExactly(
            "correlator: delivered 0, failed again 0, wanted by nobody 1, unreadable 0");
  }

  @Test
  void namesEveryMistake() {
    assertThat(terminal.run("dead-letters", "replay", "--listener", "cvs"))
        .isEqualTo(ExitCode.USAGE);

    assertThat(terminal.errLines())
        .contains(
            "correlator: name the file of dead letters",
            "correlator: unknown listener 'cvs': did you mean 'csv'?");
  }

  @Test
  void missesTheCommand() {
    assertThat(terminal.run("dead-letters")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("list or replay");
  }

  @Test
  void missesTheFile() {
    assertThat(terminal.run("dead-letters", "list", "missing")).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(terminal.errLines())
        .containsExactly("correlator: cannot read missing: no such file");
  }
}
