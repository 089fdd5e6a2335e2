package io.correlator.benchmarks.macro;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Properties;
import java.util.SplittableRandom;

/**
 * The log of a machine under attack, made from a seed: 2,000 lines of sshd in each second, classic
 * syslog with priorities, about 60 % of them failed passwords.
 *
 * <p>The lines belong together as sshd's do: a connection has a process id, and its lines come in
 * order, between those of the others. While the log is written, what stands in it is counted in the
 * plainest way, with no code of the engine.
 *
 * @param file the log
 * @param counts what is in it
 */
record AuthLog(Path file, Counts counts) {
  /** Lines per second of the log's own time. */
  static final int LINES_PER_SECOND = 2_000;

  /** When the logs begin. Up to 120 million lines fit into the day. */
  static final Instant BEGIN = Instant.parse("2025-12-10T06:55:46Z");

  /** Goes up when other logs come out of the same seed, so that old files are not used again. */
  private static final int EDITION = 1;

  private static final int CONNECTIONS = 64;

  /**
   * The log of that many lines in {@code folder}; written unless it is there from an earlier run.
   */
  static AuthLog in(Path folder, long lines, long seed) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("auth-v%d-%d-%d.log".formatted(EDITION, lines, seed));
    Path counts = folder.resolve(file.getFileName() + ".counts");
    if (!Files.exists(counts)) {
      write(file, counts, lines, seed);
    }
    return new AuthLog(file, read(counts));
  }

  /** A log that somebody else has written, with counts of what every sshd says. */
  static AuthLog of(Path file) throws IOException {
    return new AuthLog(file, PlainCount.of(file));
  }

  /** The counts come last: where they are, the log is complete. */
  private static void write(Path file, Path countsFile, long lines, long seed) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(part)) {
      Counts counts = write(out, lines, seed);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      write(countsFile, counts);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Writes the log to {@code out} and tells what is in it. */
  static Counts write(OutputStream out, long lines, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Population population = new Population(random);
    Tally tally = new Tally();
    Connection[] active = new Connection[CONNECTIONS];
    StringBuilder text = new StringBuilder(1 << 16);
    for (long n = 0; n < lines; n++) {
      int slot = random.nextInt(CONNECTIONS);
      Connection connection = active[slot];
      if (connection == null || connection.isOver()) {
        connection = population.next();
        active[slot] = connection;
      }
      connection.nextLine(text, BEGIN.getEpochSecond() + n / LINES_PER_SECOND, tally);
      if (text.length() > 60_000) {
        flush(text, out);
      }
    }
    flush(text, out);
    return tally.counts(lines);
  }

  private static void flush(StringBuilder text, OutputStream out) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    text.setLength(0);
  }

  private static void write(Path file, Counts counts) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("records", Long.toString(counts.records()));
    properties.setProperty("failed", Long.toString(counts.failed()));
    properties.setProperty("succeeded", Long.toString(counts.succeeded()));
    properties.setProperty("exceeded", Long.toString(counts.exceeded()));
    properties.setProperty("alarms", Long.toString(counts.alarms()));
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
  }

  private static Counts read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return new Counts(
        number(properties, "records"),
        number(properties, "failed"),
        number(properties, "succeeded"),
        number(properties, "exceeded"),
        number(properties, "alarms"));
  }

  private static long number(Properties properties, String key) {
    return Long.parseLong(properties.getProperty(key));
  }
}
