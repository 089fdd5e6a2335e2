package io.correlator.benchmarks.macro;

import java.util.Comparator;
import java.util.List;

/**
 * What one workload cost, the median of several runs: one line of text between the process that
 * measures and the one that prints.
 */
record Result(
    long records, long events, long wallNanos, long cpuNanos, long allocated, long peakMemory) {
  private static final String MARK = "result";

  static Result median(List<Meter.Cost> costs, long records, long events, long peakMemory) {
    List<Meter.Cost> sorted =
        costs.stream().sorted(Comparator.comparingLong(Meter.Cost::cpuNanos)).toList();
    Meter.Cost cost = sorted.get(sorted.size() / 2);
    return new Result(
        records, events, cost.wallNanos(), cost.cpuNanos(), cost.allocated(), peakMemory);
  }

  String toLine() {
    return "%s %d %d %d %d %d %d"
        .formatted(MARK, records, events, wallNanos, cpuNanos, allocated, peakMemory);
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
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]),
        Long.parseLong(parts[6]));
  }

  double cpuNanosPerRecord() {
    return (double) cpuNanos / records;
  }

  /** A row of the table, as long as {@link #HEADER}. */
  String toRow(Workload workload, Result scan) {
    return "%-22s %,12.0f %9.2f %11.0f %9.2f %9.0f %8d %,12d"
        .formatted(
            workload.title(),
            records * 1e9 / wallNanos,
            cpuNanos / 1e9,
            cpuNanosPerRecord(),
            cpuNanosPerRecord() / scan.cpuNanosPerRecord(),
            (double) allocated / records,
            peakMemory >> 20,
            events);
  }

  static final String HEADER =
      "%-22s %12s %9s %11s %9s %9s %8s %12s"
          .formatted(
              "workload",
              "records/s",
              "CPU s",
              "CPU ns/rec.",
              "x scan",
              "B/record",
              "peak MiB",
              "events");
}
