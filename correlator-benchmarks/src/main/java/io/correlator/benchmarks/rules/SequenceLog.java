package io.correlator.benchmarks.rules;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * What many users did, 2,000 times a second: {@code F}, failed to log in, {@code P}, got privileged
 * access, or something else. One event in five arrives late, by up to five seconds.
 *
 * @param file the log, in order of arrival
 * @param records how many there are
 * @param sequences how often a failure was followed by privileged access of the same user in less
 *     than {@link #WITHIN} milliseconds: the last failure before it, and each only once
 */
record SequenceLog(Path file, long records, long sequences) {
  /** In milliseconds. */
  static final long WITHIN = 300_000;

  /** How late an event may come, in milliseconds. */
  static final int LATE = 5_000;

  private static final long BEGIN = 1_765_000_000_000L;
  private static final String TYPES = "FFFFPPOOOO";

  /** An event that has not arrived yet. */
  private record Waiting(long arrival, int number, String line) {}

  /** An event of a log, in the order of lines. */
  private record Happened(long time, String user, char type) {}

  /** Writes a log of {@code records} events of {@code users} to {@code file}. */
  static void write(Path file, int records, int users, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    PriorityQueue<Waiting> waiting =
        new PriorityQueue<>(
            Comparator.comparingLong(Waiting::arrival).thenComparingInt(Waiting::number));
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (int i = 0; i < records; i++) {
        long time = BEGIN + i / 2;
        for (Waiting next = waiting.peek();
            next != null && next.arrival < time;
            next = waiting.peek()) {
          waiting.remove();
          out.append(next.line).append('\n');
        }
        int user = random.nextInt(users);
        char type = TYPES.charAt(random.nextInt(TYPES.length()));
        long delay = random.nextInt(5) == 0 ? random.nextInt(LATE) : 0;
        waiting.add(new Waiting(time + delay, i, time + " u" + user + ' ' + type));
      }
      while (!waiting.isEmpty()) {
        out.append(waiting.remove().line).append('\n');
      }
    }
  }

  /**
   * A log that is there. What is in it is found in the plainest way, with no code of the engine:
   * all lines in memory, sorted by time, those of the same millisecond as they stand.
   */
  static SequenceLog of(Path file) throws IOException {
    List<Happened> events = new ArrayList<>();
    long records = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        records++;
        char type = line.charAt(line.length() - 1);
        if (type != 'O') {
          int user = line.indexOf(' ') + 1;
          events.add(
              new Happened(
                  Long.parseLong(line, 0, user - 1, 10),
                  line.substring(user, line.length() - 2),
                  type));
        }
      }
    }
    events.sort(Comparator.comparingLong(Happened::time));
    return new SequenceLog(file, records, sequences(events));
  }

  private static long sequences(List<Happened> events) {
    Map<String, Long> failed = new HashMap<>();
    long sequences = 0;
    for (Happened event : events) {
      if (event.type == 'F') {
        failed.put(event.user, event.time);
      } else {
        Long last = failed.remove(event.user);
        sequences += last != null && event.time - last < WITHIN ? 1 : 0;
      }
    }
    return sequences;
  }
}
