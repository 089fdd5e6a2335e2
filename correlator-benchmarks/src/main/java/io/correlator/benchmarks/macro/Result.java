package io.correlator.benchmarks.macro;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one workload cost in some runs: one line of text between the process that measures and the
 * one that prints.
 */
record Result(long records, long events, long peakMemory, List<Meter.Cost> costs) {
  private static final String MARK = "result";

  Result {
    costs = List.copyOf(costs);
  }

  String toLine() {
    return costs.stream()
        .map(
            cost ->
                "%d,%d,%d,%d"
                    .formatted(
                        cost.wallNanos(), cost.cpuNanos(), cost.threadNanos(), cost.allocated()))
        .collect(
            Collectors.joining(
                " ", "%s %d %d %d ".formatted(MARK, records, events, peakMemory), ""));
  }

  static boolean isLine(String line) {
    return line.startsWith(MARK + ' ');
  }

  static Result ofLine(String line) {
    String[] parts = line.split(" ", -1);
    return new Result(
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Arrays.stream(parts).skip(4).map(Result::cost).toList());
  }

  private static Meter.Cost cost(String text) {
    long[] numbers = Arrays.stream(text.split(",", -1)).mapToLong(Long::parseLong).toArray();
    return new Meter.Cost(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  /** The same with what more runs cost. */
  Result and(Result more) {
    List<Meter.Cost> all = new ArrayList<>(costs);
    all.addAll(more.costs);
    return new Result(records, events, Math.max(peakMemory, more.peakMemory), all);
  }

  private List<Meter.Cost> byCpu() {
    return costs.stream().sorted(Comparator.comparingLong(Meter.Cost::cpuNanos)).toList();
  }

  private Meter.Cost least() {
    return byCpu().get(0);
  }

  private Meter.Cost median() {
    return byCpu().get(costs.size() / 2);
  }

  private double perRecord(long amount) {
    return (double) amount / records;
  }

  /** A row of the table, as long as {@link #HEADER}. */
  String toRow(Workload workload, Result scan) {
    return "%-22s %,12.0f %9.0f %9.0f %9.2f %9.2f %9.0f %8d %,12d"
        .formatted(
            workload.title(),
            records * 1e9 / median().wallNanos(),
            perRecord(least().cpuNanos()),
            perRecord(median().cpuNanos()),
            perRecord(least().cpuNanos()) / scan.perRecord(scan.least().cpuNanos()),
            perRecord(median().cpuNanos()) / scan.perRecord(scan.median().cpuNanos()),
            perRecord(median().allocated()),
            peakMemory >> 20,
            events);
  }

  static final String HEADER =
      "%-22s %12s %9s %9s %9s %9s %9s %8s %12s"
          .formatted(
              "workload",
              "records/s",
              "least ns",
              "median ns",
              "x scan",
              "x scan",
              "B/record",
              "peak MiB",
              "events");
}
