package io.correlator.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MacroOptionsTest {
  @Test
  void measuresEverythingUnlessTold() {
    assertThat(MacroOptions.parse().workloads()).containsExactly(Workload.values());
  }

  @Test
  void comparesTheWorkloadsAskedForWithTheScan() {
    assertThat(MacroOptions.parse("--only", "sshd-csv,empty").workloads())
        .containsExactly(Workload.SCAN, Workload.EMPTY, Workload.SSHD_CSV);
  }

  @Test
  void doesNotAskOfALogOfOthersWhatWasNotCountedInIt() {
    assertThat(MacroOptions.parse("--file", "a.log").workloads())
        .contains(Workload.ALARM)
        .doesNotContain(Workload.SSHD, Workload.SSHD_CSV);
  }

  @Test
  void namesWhatItCannotRead() {
    assertThatThrownBy(() -> MacroOptions.parse("--line", "5")).hasMessageContaining("'--line'");
    assertThatThrownBy(() -> MacroOptions.parse("--lines")).hasMessageContaining("'--lines'");
    assertThatThrownBy(() -> MacroOptions.parse("--only", "ssh"))
        .hasMessageContainingAll("'ssh'", "by-key-2");
  }
}
