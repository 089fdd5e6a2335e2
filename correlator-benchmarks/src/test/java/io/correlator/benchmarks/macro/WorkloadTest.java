package io.correlator.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WorkloadTest {
  private static final long LINES = 20_000;

  @TempDir private Path folder;
  private AuthLog log = new AuthLog(Path.of(""), new Counts(0, 0, 0, 0, 0));

  @BeforeEach
  void writeLog() throws IOException {
    log = AuthLog.in(folder, LINES, 1);
  }

  @ParameterizedTest
  @EnumSource
  void findsExactlyWhatWasCountedWhileTheLogWasWritten(Workload workload) throws IOException {
    Workload.Outcome outcome = run(workload);

    assertThat(outcome.records()).isEqualTo(LINES);
    assertThat(outcome.eventCount()).isEqualTo(workload.expectedEvents(log.counts()));
  }

  @Test
  void countsTheEventsOfSshdByType() throws IOException {
    Counts counts = log.counts();

    assertThat(run(Workload.SSHD).events())
        .containsEntry("SshLoginFailed", counts.failed())
        .containsEntry("SshLoginSucceeded", counts.succeeded())
        .containsEntry("SshLoginTriesExceeded", counts.exceeded())
        .containsEntry("SshStatistics", 1L)
        .hasSize(4);
  }

  @Test
  void writesARowForEachFailedLogin() throws IOException {
    run(Workload.SSHD_CSV);

    assertThat(Files.readAllLines(folder.resolve("SshLoginFailed.csv")))
        .hasSize((int) log.counts().failed() + 1);
  }

  @Test
  void measuresAForkAndPrintsWhatItFound() throws IOException, InterruptedException {
    MacroOptions options =
        MacroOptions.parse(
            "--lines", "20000", "--seed", "1", "--runs", "1", "--folder", folder.toString());

    Result result = MacroFork.measure(options, Workload.ALARM);

    assertThat(Result.ofLine(result.toLine())).isEqualTo(result);
    assertThat(result.events()).isEqualTo(log.counts().alarms());
    assertThat(result.costs()).allMatch(cost -> cost.allocated() > 0);
    assertThat(result.toRow(Workload.ALARM, result)).contains("engine, failure alarm", "1.00");
  }

  @Test
  void leavesNothingBehindButTheLog() throws IOException, InterruptedException {
    MacroFork.measure(
        MacroOptions.parse(
            "--lines", "20000", "--seed", "1", "--runs", "1", "--folder", folder.toString()),
        Workload.SSHD_CSV);

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("auth-v1-20000-1.log", "auth-v1-20000-1.log.counts");
    }
  }

  private Workload.Outcome run(Workload workload) throws IOException {
    return workload.run(log.file(), folder, Executors.defaultThreadFactory());
  }
}
