package io.correlator.benchmarks.rules;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * A log of a machine under attack, 2,000 lines a second, and regular expressions about faults of
 * daemons: one line in a hundred tells such a fault, half of them the first one.
 *
 * @param file the log
 * @param records how many lines there are
 * @param regexes one for each rule
 * @param head as many of the first lines as are looked at one by one
 */
record PatternLog(Path file, long records, List<String> regexes, List<String> head) {
  /** How many different faults there are. */
  static final int FAULTS = 1_000;

  PatternLog {
    regexes = List.copyOf(regexes);
    head = List.copyOf(head);
  }

  /** A log that is there, of which {@code checked} lines are looked at one by one. */
  static PatternLog of(Path file, List<String> regexes, int checked) throws IOException {
    List<String> head = new ArrayList<>();
    long records = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (records++ < checked) {
          head.add(line);
        }
      }
    }
    return new PatternLog(file, records, regexes, head);
  }

  /** Writes a log of {@code records} lines to {@code file}. */
  static void write(Path file, int records, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (int i = 0; i < records; i++) {
        out.append(GeneratedRules.header(i / 2_000));
        if (random.nextInt(100) == 0) {
          int fault = random.nextBoolean() ? 0 : random.nextInt(FAULTS);
          out.append(GeneratedRules.faulty(fault, random.nextInt(100_000)));
        } else {
          out.append(GeneratedRules.harmless(i & 0xffff, random));
        }
        out.append('\n');
      }
    }
  }

  /** The regular expressions of so many rules. */
  static List<String> regexes(int count) {
    List<String> regexes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      regexes.add(GeneratedRules.pattern(i));
    }
    return regexes;
  }

  /**
   * How many lines of the head match each of the first {@code rules} expressions, all together:
   * every expression is tried on every line, by the one of the JDK.
   */
  long matchesInHead(int rules) {
    long matches = 0;
    for (String regex : regexes.subList(0, rules)) {
      Pattern pattern = Pattern.compile(regex);
      matches += head.stream().filter(line -> pattern.matcher(line).find()).count();
    }
    return matches;
  }
}
