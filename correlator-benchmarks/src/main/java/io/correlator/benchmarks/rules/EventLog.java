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
 * A log of Windows events, one a line: those of a folder, again and again.
 *
 * @param file the log
 * @param records how many there are
 * @param bytes how long it is
 */
record EventLog(Path file, long records, long bytes) {
  private static final String INDEX = "index.jsonl";

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
        byte[] event = events.get((int) (i % events.size()));
        out.write(event);
        bytes += event.length;
      }
    }
    return new EventLog(file, records, bytes);
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
