package io.correlator.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResultTest {
  private static Result ofCpu(long... nanos) {
    List<Meter.Cost> costs =
        Arrays.stream(nanos).mapToObj(cpu -> new Meter.Cost(1, cpu, 1, 1)).toList();
    return new Result(10, 0, 1, costs);
  }

  @Test
  void tellsTheLeastAndTheMedianOfAllRounds() {
    Result result = ofCpu(700, 300, 900).and(ofCpu(500, 800));

    assertThat(result.toRow(Workload.EMPTY, ofCpu(100, 200, 300)))
        .contains(" 30 ", " 70 ", " 3.00 ", " 3.50 ");
  }
}
