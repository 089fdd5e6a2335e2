package io.correlator.benchmarks.macro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Measures one workload in this JVM. Started by {@link Macro}. */
final class MacroFork {
  private final MacroOptions options;
  private final Workload workload;
  private final Meter meter = new Meter();

  private MacroFork(MacroOptions options, Workload workload) {
    this.options = options;
    this.workload = workload;
  }

  /** The first argument is the name of the workload, the others are those of {@link Macro}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    MacroOptions options = MacroOptions.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
    System.out.println(measure(options, Workload.valueOf(arguments[0])).toLine());
  }

  /** Runs {@code workload} once to warm up and then as often as the options say. */
  static Result measure(MacroOptions options, Workload workload)
      throws IOException, InterruptedException {
    return new MacroFork(options, workload).measure();
  }

  private Result measure() throws IOException, InterruptedException {
    AuthLog log = options.log();
    List<Meter.Cost> costs = new ArrayList<>();
    for (int run = 0; run <= options.runs(); run++) {
      costs.add(runOnce(log));
    }
    return new Result(
        log.counts().records(),
        workload.expectedEvents(log.counts()),
        Meter.peakMemory(),
        costs.subList(1, costs.size()));
  }

  private Meter.Cost runOnce(AuthLog log) throws IOException, InterruptedException {
    Files.createDirectories(options.folder());
    Path scratch = Files.createTempDirectory(options.folder(), "scratch");
    try {
      return meter.measure(
          () -> check(workload.run(log.file(), scratch, meter.threads()), log.counts()));
    } finally {
      delete(scratch);
    }
  }

  private void check(Workload.Outcome outcome, Counts counts) {
    if (outcome.records() != counts.records()
        || outcome.eventCount() != workload.expectedEvents(counts)) {
      throw new IllegalStateException(
          "%s: %s, but the log has %s".formatted(workload, outcome, counts));
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
