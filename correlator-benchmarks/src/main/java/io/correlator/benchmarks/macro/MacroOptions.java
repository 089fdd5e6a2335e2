package io.correlator.benchmarks.macro;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure.
 *
 * @param lines how long the log is
 * @param seed what it is made from
 * @param runs how many runs are measured after one to warm up
 * @param folder where the logs are kept; they are used again
 * @param workloads which, in this order
 */
record MacroOptions(long lines, long seed, int runs, Path folder, List<Workload> workloads) {
  static final String USAGE =
      """
      options, with their defaults:
        --lines 5000000      length of the log; 200000 gives a quick look
        --seed 42            what the log is made from
        --runs 3             measured runs of each workload, after one to warm up
        --folder TEMP        where logs are kept; a log of 5,000,000 lines takes 550 MB
        --only a,b           workloads: scan, empty, loop, alarm, by-key, by-key-2, costly,
                             costly-2, heavy, heavy-2, sshd, sshd-csv
      """;

  static MacroOptions parse(String... arguments) {
    long lines = 5_000_000;
    long seed = 42;
    int runs = 3;
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "correlator-benchmarks");
    List<Workload> workloads = List.of(Workload.values());
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + ": a value is missing");
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--lines" -> lines = Long.parseLong(value.replace("_", ""));
        case "--seed" -> seed = Long.parseLong(value);
        case "--runs" -> runs = Integer.parseInt(value);
        case "--folder" -> folder = Path.of(value);
        case "--only" -> workloads = workloads(value);
        default -> throw new IllegalArgumentException(arguments[i] + ": there is no such option");
      }
    }
    return new MacroOptions(lines, seed, runs, folder, workloads);
  }

  private static List<Workload> workloads(String names) {
    List<Workload> chosen = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      chosen.add(
          Arrays.stream(Workload.values())
              .filter(workload -> workload.option().equals(name))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("--only: there is no workload " + name)));
    }
    return List.copyOf(chosen);
  }

  /** The same for one workload, as arguments. */
  List<String> toArguments(Workload only) {
    return List.of(
        "--lines",
        Long.toString(lines),
        "--seed",
        Long.toString(seed),
        "--runs",
        Integer.toString(runs),
        "--folder",
        folder.toString(),
        "--only",
        only.option());
  }
}
