package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListCommandTest {
  private final FakeTerminal terminal = FakeTerminal.redirected();

  @TempDir Path folder;

  @Test
  void showsEveryPlugInWithItsOptionsTheirKindsAndDefaults() {
    assertThat(terminal.run("list")).isEqualTo(ExitCode.DONE);

    assertThat(terminal.outLines())
        .containsSubsequence(
            "Modules  --module NAME[,key=value...]",
            "  report  reports every record as a notice",
            "      threshold  failures of one address that raise the alarm (number; default 5)",
            "      window     the time in which they must happen (duration; default 5m)",
            "Listeners  --listener NAME[,key=value...]",
            "  csv  keeps audit events as CSV files, one per type (receives audit events)",
            "Formats  --format NAME",
            "  syslog  syslog, classic or with structured data, told apart line by line");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void isColouredForPeopleOnly() {
    FakeTerminal interactive = FakeTerminal.interactive();

    interactive.run("list");
    terminal.run("list");

    assertThat(interactive.out()).contains("\u001b[");
    assertThat(terminal.out()).doesNotContain("\u001b");
  }

  @Test
  void saysThatAFolderHasNoPlugIns() {
    assertThat(terminal.run("list", "--plugins", folder.toString())).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.err()).isEqualTo("correlator: %s: no .jar files there%n".formatted(folder));
    assertThat(terminal.out()).contains("  sshd  ");
  }

  @Test
  void refusesAFolderThatIsNone() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(terminal.run("list", "--plugins", file.toString())).isEqualTo(ExitCode.USAGE);

    assertThat(terminal.errLines())
        .containsExactly(
            "correlator: --plugins '%s': cannot be read as a folder".formatted(file),
            "Try 'correlator list --help'.");
  }

  @Test
  void takesNoArguments() {
    assertThat(terminal.run("list", "modules")).isEqualTo(ExitCode.USAGE);

    assertThat(terminal.err()).startsWith("correlator: 'modules' is one argument too many");
  }
}
