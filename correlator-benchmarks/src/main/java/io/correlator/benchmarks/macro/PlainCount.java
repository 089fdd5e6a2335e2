package io.correlator.benchmarks.macro;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts what is in a log that somebody else has written, line by line and in the plainest way:
 * classic syslog with priorities, all of one year, of a machine whose clock was never set back.
 */
final class PlainCount {
  private static final String FAILED = ": Failed password for ";
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private final Tally tally = new Tally();

  private PlainCount() {}

  static Counts of(Path file) throws IOException {
    PlainCount count = new PlainCount();
    long lines = 0;
    try (BufferedReader log = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        count.look(line);
        lines++;
      }
    }
    return count.tally.counts(lines);
  }

  private void look(String line) {
    int failed = line.indexOf(FAILED);
    if (failed >= 0) {
      int from = line.indexOf(" from ", failed + FAILED.length()) + " from ".length();
      tally.failed(line.substring(from, line.indexOf(' ', from)), second(line));
    } else if (line.contains(": Accepted ")) {
      tally.succeeded();
    }
  }

  /** Of {@code <86>Dec 10 06:55:46}: since some time, as if each month had 31 days. */
  private static long second(String line) {
    int at = line.indexOf('>') + 1;
    long day = 31L * MONTHS.indexOf(line.substring(at, at + 3)) + number(line, at + 4);
    return ((day * 24 + number(line, at + 7)) * 60 + number(line, at + 10)) * 60
        + number(line, at + 13);
  }

  private static int number(String line, int at) {
    return Integer.parseInt(line.substring(at, at + 2).strip());
  }
}
