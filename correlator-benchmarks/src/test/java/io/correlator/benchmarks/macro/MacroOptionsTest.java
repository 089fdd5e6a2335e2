package io.correlator.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
    MacroOptions options = MacroOptions.parse("--lines", "1_000", "--seed", "3", "--runs", "2");

    MacroOptions forked =
        MacroOptions.parse(options.toArguments(Workload.SSHD).toArray(String[]::new));

    assertThat(forked)
        .isEqualTo(new MacroOptions(1_000, 3, 2, options.folder(), List.of(Workload.SSHD)));
  }

  @Test
  void namesWhatItCannotRead() {
    assertThatThrownBy(() -> MacroOptions.parse("--line", "5")).hasMessageContaining("--line:");
    assertThatThrownBy(() -> MacroOptions.parse("--lines")).hasMessageContaining("--lines:");
    assertThatThrownBy(() -> MacroOptions.parse("--only", "ssh")).hasMessageContaining("ssh");
  }
}
