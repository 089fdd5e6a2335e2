package io.correlator.benchmarks.macro;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param lines how long the log is
 * @param seed what it is made from
 * @param file a log that is there already, instead of one that is made
 * @param runs how many runs are measured after one to warm up
 * @param rounds how often each workload gets a JVM of its own, in turns
 * @param folder where the logs are kept; they are used again
 * @param workloads which, in this order
 */
record MacroOptions(
    long lines,
    long seed,
    Optional<Path> file,
    int runs,
    int rounds,
    Path folder,
    List<Workload> workloads) {
  static final String USAGE =
      """
      options, with their defaults:
        --lines 5000000      length of the log; 200000 gives a quick look
        --seed 42            what the log is made from
        --file LOG           reads this log of sshd instead, which says nothing about sshd and sshd-csv
        --runs 3             measured runs of each workload, after one to warm up
        --rounds 1           so many JVMs for each workload, in turns with those of the others
        --folder TEMP        where logs are kept; a log of 5,000,000 lines takes 550 MB
        --only a,b           workloads: scan, empty, loop, alarm, counted, rule, by-key, by-key-2, costly,
                             costly-2, heavy, heavy-2, sshd, sshd-csv
      """;

  static MacroOptions parse(String... arguments) {
    long lines = 5_000_000;
    long seed = 42;
    Optional<Path> file = Optional.empty();
    int runs = 3;
    int rounds = 1;
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
        case "--file" -> file = Optional.of(Path.of(value));
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--runs" -> runs = Integer.parseInt(value);
        case "--folder" -> folder = Path.of(value);
        case "--only" -> workloads = workloads(value);
        default -> throw new IllegalArgumentException(arguments[i] + ": there is no such option");
      }
    }
    if (file.isPresent()) {
      workloads = workloads.stream().filter(Workload::readsAnyLog).toList();
    }
    return new MacroOptions(lines, seed, file, runs, rounds, folder, workloads);
  }

  /** The log to read; written if it is not there. */
  AuthLog log() throws IOException {
    return file.isPresent() ? AuthLog.of(file.get()) : AuthLog.in(folder, lines, seed);
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
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--lines",
                Long.toString(lines),
                "--seed",
                Long.toString(seed),
                "--runs",
                Integer.toString(runs),
                "--rounds",
                Integer.toString(rounds),
                "--folder",
                folder.toString(),
                "--only",
                only.option()));
    file.ifPresent(log -> arguments.addAll(List.of("--file", log.toString())));
    return List.copyOf(arguments);
  }
}
