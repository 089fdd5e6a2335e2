package io.correlator.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MacroOptionsTest {
  @Test
  void measuresEverythingUnlessTold() {
    assertThat(MacroOptions.parse().workloads()).containsExactly(Workload.values());
  }

  @Test
  void readsTheWorkloadsAskedFor() {
    assertThat(MacroOptions.parse("--only", "sshd-csv,empty").workloads())
        .isEqualTo(List.of(Workload.SSHD_CSV, Workload.EMPTY));
  }

  @Test
  void reachesTheForkUnchanged() {
    MacroOptions options =
        MacroOptions.parse(
            "--lines", "1_000", "--seed", "3", "--runs", "2", "--rounds", "4", "--file", "a.log");

    MacroOptions forked =
        MacroOptions.parse(options.toArguments(Workload.ALARM).toArray(String[]::new));

    assertThat(forked)
        .isEqualTo(
            new MacroOptions(
                1_000,
                3,
                Optional.of(Path.of("a.log")),
                2,
                4,
                options.folder(),
                List.of(Workload.ALARM)));
  }

  @Test
  void doesNotAskOfALogOfOthersWhatWasNotCountedInIt() {
    assertThat(MacroOptions.parse("--file", "a.log").workloads())
        .contains(Workload.ALARM)
        .doesNotContain(Workload.SSHD, Workload.SSHD_CSV);
  }

  @Test
  void namesWhatItCannotRead() {
    assertThatThrownBy(() -> MacroOptions.parse("--line", "5")).hasMessageContaining("--line:");
    assertThatThrownBy(() -> MacroOptions.parse("--lines")).hasMessageContaining("--lines:");
    assertThatThrownBy(() -> MacroOptions.parse("--only", "ssh")).hasMessageContaining("ssh");
  }
}
