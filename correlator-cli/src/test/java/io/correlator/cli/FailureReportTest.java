package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.Failure.Kind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class FailureReportTest {
  private final FakeTerminal terminal = FakeTerminal.redirected();
  private final FailureReport report = new FailureReport(terminal.terminal());

  @Test
  void showsTheStackTraceOfTheFirstFailure() {
    report.onFailure(failure(1, "no"));

    assertThat(terminal.errLines())
        .startsWith("correlator: module third failed", "java.lang.IllegalStateException: no")
        .anyMatch(line -> line.startsWith("    at io.correlator.cli.FailureReportTest"));
  }

  @Test
  void isShortAboutTheTenthAndSilentAboutTheEleventh() {
    report.onFailure(failure(10, "no"));
    report.onFailure(failure(11, "no"));

    assertThat(terminal.errLines())
        .containsExactly(
            "correlator: module third has failed 10 times, most recently with"
                + " java.lang.IllegalStateException: no");
  }

  @Test
  void blamesNoCodeForWhatTheWorldDoes() {
    report.onFailure(
        new Failure(Kind.SOURCE, "tcp:5140", 1, new IOException("cannot listen: in use")));

    assertThat(terminal.errLines())
        .containsExactly("correlator: tcp:5140 failed: cannot listen: in use");
  }

  @Test
  void whatALogSaysCannotSteerTheTerminal() {
    report.onFailure(failure(1, "cannot read \u001b[2J\u0007"));
    report.onFailure(failure(100, "cannot read \u001b[2J\u0007"));

    assertThat(terminal.err()).contains("\\u001b[2J\\u0007").doesNotContain("\u001b", "\u0007");
  }

  private static Failure failure(long count, String message) {
    return new Failure(Kind.MODULE, "third", count, new IllegalStateException(message));
  }
}
