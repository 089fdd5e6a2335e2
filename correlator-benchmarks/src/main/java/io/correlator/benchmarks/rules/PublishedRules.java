package io.correlator.benchmarks.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Options that say which rules are measured on which events. Neither are part of the project: both
 * are found in the folder that the environment variable CORRELATOR_DATA names, if nothing else is
 * said.
 */
final class PublishedRules {
  private static final Path DATA =
      Path.of(Optional.ofNullable(System.getenv("CORRELATOR_DATA")).orElse("data"));

  @Option(
      names = "--rules",
      paramLabel = "FOLDER",
      description = "A folder of Sigma rules (default: sigma/rules in $CORRELATOR_DATA).")
  private Path rules = DATA.resolve("sigma").resolve("rules");

  @Option(
      names = "--events",
      paramLabel = "FOLDER",
      description =
          "A folder with events in files *.jsonl, one a line (default: windows-events in"
              + " $CORRELATOR_DATA).")
  private Path events = DATA.resolve("windows-events");

  @Option(
      names = "--records",
      description = "Length of the log, which repeats the events (default: ${DEFAULT-VALUE}).")
  private long records = 200_000;

  @Option(
      names = "--turns",
      description = "Measured turns of each, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int turns = 5;

  @Option(
      names = "--counts",
      split = ",",
      description =
          "How many of the rules, each count on its own; more than there are means all (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Integer> counts = List.of(0, 100, 1_000, 1_000_000);

  /** Whether there is anything to measure; says what is missing if not. */
  boolean areThere() {
    if (Files.exists(rules) && Files.exists(events)) {
      return true;
    }
    System.out.printf(
        "skipped: there are no rules at %s or no events at %s; see --help%n",
        rules.toAbsolutePath(), events.toAbsolutePath());
    return false;
  }

  Path rules() {
    return rules;
  }

  Path events() {
    return events;
  }

  long records() {
    return records;
  }

  int turns() {
    return turns;
  }

  /** How many rules, if there are {@code size}. */
  List<Integer> counts(int size) {
    return counts.stream().map(count -> Math.min(count, size)).distinct().toList();
  }
}
