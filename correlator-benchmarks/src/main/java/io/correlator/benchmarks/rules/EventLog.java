package io.correlator.benchmarks.rules;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A log of Windows events, one a line: those of a folder, again and again, each time with other
 * numbers: ids, hashes, ports, addresses of memory. Whoever remembers values finds about as many of
 * them again as in a real log, not all.
 *
 * @param file the log
 * @param records how many there are
 * @param bytes how long it is
 */
record EventLog(Path file, long records, long bytes) {
  private static final String INDEX = "index.jsonl";

  /** Shorter numbers may be what rules ask for, such as the id of an event. */
  private static final int FEWEST_DIGITS = 5;

  private static final int MOST_CHANGED = 3;

  /**
   * Writes {@code records} of the events in the files {@code *.jsonl} of {@code folder} to {@code
   * file}.
   *
   * @throws IOException also if there are none
   */
  static EventLog write(Path folder, long records, Path file) throws IOException {
    List<byte[]> events = read(folder);
    if (events.isEmpty()) {
      throw new IOException("no events, one a line, in files *.jsonl below " + folder);
    }
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long i = 0; i < records; i++) {
        byte[] event = events.get((int) (i % events.size())).clone();
        change(event, i / events.size());
        out.write(event);
        bytes += event.length;
      }
    }
    return new EventLog(file, records, bytes);
  }

  /** Adds {@code turn} to the last digits of each long number, without carrying. */
  private static void change(byte[] event, long turn) {
    int from = 0;
    for (int at = 0; at < event.length; at++) {
      if (Character.digit(event[at], 16) < 0) {
        if (at - from >= FEWEST_DIGITS) {
          changeLast(event, from, at, turn);
        }
        from = at + 1;
      }
    }
  }

  /** Only decimal digits: letters may make a word. */
  private static void changeLast(byte[] event, int from, int to, long turn) {
    long rest = turn;
    int changed = 0;
    for (int at = to - 1; at > from && changed < MOST_CHANGED; at--) {
      int digit = Character.digit(event[at], 10);
      if (digit >= 0) {
        event[at] = (byte) ('0' + (digit + rest) % 10);
        rest /= 10;
        changed++;
      }
    }
  }

  private static List<byte[]> read(Path folder) throws IOException {
    List<byte[]> events = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(EventLog::hasEvents).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith("{")) {
            events.add((line + '\n').getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    }
    return events;
  }

  private static boolean hasEvents(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".jsonl") && !name.equals(INDEX);
  }
}
