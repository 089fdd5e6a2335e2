package io.correlator.benchmarks.macro;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options that say what to measure on which log. */
final class MacroOptions {
  @Option(
      names = "--lines",
      description = "Length of the log; 200000 gives a quick look (default: ${DEFAULT-VALUE}).")
  private long lines = 5_000_000;

  @Option(names = "--seed", description = "What the log is made from (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--file",
      paramLabel = "LOG",
      description = "Reads this log of sshd instead, which says nothing about sshd and sshd-csv.")
  private @Nullable Path file;

  @Option(
      names = "--runs",
      description =
          "Measured runs of each workload, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int runs = 3;

  @Option(
      names = "--rounds",
      description =
          "So many JVMs for each workload, in turns with those of the others (default:"
              + " ${DEFAULT-VALUE}).")
  private int rounds = 1;

  @Option(
      names = "--folder",
      description =
          "Where logs are kept; one of 5,000,000 lines takes 550 MB (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"), "correlator-benchmarks");

  @Option(
      names = "--only",
      paramLabel = "WORKLOAD",
      split = ",",
      description = "Some of: ${COMPLETION-CANDIDATES} (default: all of them).")
  private List<Workload> only = List.of(Workload.values());

  /**
   * Reads what is given on a command line.
   *
   * @throws CommandLine.ParameterException if that names no option or no workload
   */
  static MacroOptions parse(String... arguments) {
    return CommandLine.populateCommand(new MacroOptions(), arguments);
  }

  /** The log to read; written if it is not there. */
  AuthLog log() throws IOException {
    return file == null ? AuthLog.in(folder, lines, seed) : AuthLog.of(file);
  }

  int runs() {
    return runs;
  }

  int rounds() {
    return rounds;
  }

  Path folder() {
    return folder;
  }

  /** What is measured, with what all others are compared with. */
  Set<Workload> workloads() {
    Set<Workload> workloads = EnumSet.of(Workload.SCAN);
    only.stream()
        .filter(workload -> file == null || workload.readsAnyLog())
        .forEach(workloads::add);
    return workloads;
  }
}
