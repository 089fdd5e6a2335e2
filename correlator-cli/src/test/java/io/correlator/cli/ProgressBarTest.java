package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.monitor.RecordStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.SourceStatistics.State;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.monitor.TimeStatistics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgressBarTest {
  private static final long MIB = 1024 * 1024;

  private final StringWriter err = new StringWriter();
  private long nanos = 42;
  private final ProgressBar bar = new ProgressBar(new PrintWriter(err), () -> nanos);

  @Test
  void showsShareAndBytesAndRateAndTimeLeft() {
    pass(Duration.ofSeconds(10));

    bar.draw(progress(20_000, 25 * MIB, 100 * MIB));

    assertThat(err)
        .hasToString(
            "\r\u001b[K[#######                       ]  25%  25.0 MiB of 100.0 MiB"
                + "  2,000 records/s  0:30 left");
  }

  @Test
  void showsNoShareOfAStreamWhoseLengthNobodyKnows() {
    pass(Duration.ofSeconds(2));

    bar.draw(progress(300, 3 * MIB, 0));

    assertThat(err).hasToString("\r\u001b[K3.0 MiB  150 records/s");
  }

  @Test
  void isFullWhenAFileHasGrownBeyondItsSize() {
    pass(Duration.ofSeconds(1));

    bar.draw(progress(1, 100, 100));

    assertThat(err.toString()).contains("[" + "#".repeat(30) + "] 100%").contains("0:00 left");
  }

  @Test
  void promisesNothingBeforeAnythingWasRead() {
    bar.draw(progress(0, 0, 100));

    assertThat(err.toString()).contains("0%").doesNotContain("left");
  }

  @Test
  void leavesAnEmptyLineBehind() {
    bar.clear();

    assertThat(err).hasToString("\r\u001b[K");
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static Statistics progress(long records, long done, long total) {
    SourceStatistics source =
        new SourceStatistics(
            "a",
            State.UP,
            records,
            records,
            Map.of(),
            Map.of(),
            0,
            0,
            0,
            done,
            total,
            Optional.empty(),
            0,
            Map.of());
    return new Statistics(
        List.of(source),
        new RecordStatistics(records, 0, 0),
        List.of(),
        List.of(),
        new TimeStatistics(0, 0, 0, 0));
  }
}
