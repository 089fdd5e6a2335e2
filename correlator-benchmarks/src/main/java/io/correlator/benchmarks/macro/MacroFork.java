package io.correlator.benchmarks.macro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Measures one workload in this JVM. Started by {@link Macro}. */
final class MacroFork {
  private final MacroOptions options;
  private final Workload workload;
  private final Meter meter = new Meter();

  private MacroFork(MacroOptions options) {
    this.options = options;
    this.workload = options.workloads().get(0);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println(new MacroFork(MacroOptions.parse(arguments)).measure().toLine());
  }

  private Result measure() throws IOException, InterruptedException {
    AuthLog log = AuthLog.in(options.folder(), options.lines(), options.seed());
    List<Meter.Cost> costs = new ArrayList<>();
    List<Workload.Outcome> outcomes = new ArrayList<>();
    for (int run = 0; run <= options.runs(); run++) {
      Path scratch = Files.createTempDirectory(options.folder(), "scratch");
      try {
        costs.add(
            meter.measure(() -> outcomes.add(workload.run(log.file(), scratch, meter.threads()))));
      } finally {
        delete(scratch);
      }
      check(outcomes.get(run), log.counts());
    }
    return Result.median(costs.subList(1, costs.size()), outcomes.get(0), Meter.peakMemory());
  }

  private void check(Workload.Outcome outcome, Counts counts) {
    if (outcome.records() != counts.records()
        || outcome.eventCount() != workload.expectedEvents(counts)) {
      throw new IllegalStateException(
          "%s: %s, but the log has %s".formatted(workload.option(), outcome, counts));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
