package io.correlator.benchmarks.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param rules a folder of Sigma rules
 * @param events a folder of Windows events, one a line
 * @param records how long the log is
 * @param turns how often each is measured, after one to warm up
 * @param counts how many rules, each on its own; more than there are means all
 */
record RulesMacroOptions(Path rules, Path events, long records, int turns, List<Integer> counts) {
  static final String USAGE =
      """
      options, with their defaults:
        --rules DATA/sigma/rules         a folder of Sigma rules
        --events DATA/windows-events     a folder with events in files *.jsonl, one a line
        --records 200000                 length of the log, which repeats the events
        --turns 5                        measured turns of each, after one to warm up
        --counts 0,100,1000,1000000      how many of the rules
      DATA is the folder that the environment variable CORRELATOR_DATA names.
      """;

  static RulesMacroOptions parse(String... arguments) {
    Path data = Path.of(Optional.ofNullable(System.getenv("CORRELATOR_DATA")).orElse("data"));
    Path rules = data.resolve("sigma").resolve("rules");
    Path events = data.resolve("windows-events");
    long records = 200_000;
    int turns = 5;
    List<Integer> counts = List.of(0, 100, 1_000, 1_000_000);
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + ": a value is missing");
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--rules" -> rules = Path.of(value);
        case "--events" -> events = Path.of(value);
        case "--records" -> records = Long.parseLong(value.replace("_", ""));
        case "--turns" -> turns = Integer.parseInt(value);
        case "--counts" ->
            counts = Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
        default -> throw new IllegalArgumentException(arguments[i] + ": there is no such option");
      }
    }
    return new RulesMacroOptions(rules, events, records, turns, counts);
  }

  boolean areAbsent() {
    return !Files.exists(rules) || !Files.exists(events);
  }

  /** How many, if there are {@code size}. */
  List<Integer> counts(int size) {
    return counts.stream().map(count -> Math.min(count, size)).distinct().toList();
  }
}
