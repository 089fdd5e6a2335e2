package io.correlator.benchmarks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.benchmarks.macro.Meter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SequenceLogTest {
  @TempDir private Path folder;

  private SequenceLog log(String... lines) throws Exception {
    return SequenceLog.of(Files.write(folder.resolve("log"), java.util.List.of(lines)));
  }

  @Test
  void theRuleFindsExactlyWhatThePlainLoopFindsInTheSortedLog() throws Exception {
    Path file = folder.resolve("log");
    SequenceLog.write(file, 20_000, 500, 7);
    SequenceLog log = SequenceLog.of(file);
    AtomicLong alerts = new AtomicLong();

    SequenceMacro.run(log, new Meter(), event -> alerts.incrementAndGet());

    assertThat(log.records()).isEqualTo(20_000);
    assertThat(alerts).hasValue(log.sequences()).hasValueGreaterThan(2_000);
  }

  @Test
  void linesThatAreLateStandInTheOrderOfTheirTimes() throws Exception {
    assertThat(log("1000 u1 P", "900 u1 F", "1000 u1 O").sequences()).isEqualTo(1);
    assertThat(log("1000 u1 F", "900 u1 P").sequences()).isZero();
  }

  @Test
  void aFailureCountsOnceAndForLessThanTheTime() throws Exception {
    assertThat(log("0 u1 F", "1 u1 P", "2 u1 P").sequences()).isEqualTo(1);
    assertThat(log("0 u1 F", "299999 u1 P").sequences()).isEqualTo(1);
    assertThat(log("0 u1 F", "300000 u1 P").sequences()).isZero();
    assertThat(log("0 u1 F", "1 u2 P").sequences()).isZero();
  }
}
