package io.correlator.verification.crash;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CapturedRecord;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A process that follows a growing, rotating file and has many lives, each with another number of
 * partitions.
 */
final class ManyLives {
  private static final int LINES_PER_FILE = 25_000;

  private static final Pattern END_OF_ROW = Pattern.compile(",(\\d+)\r\n");
  private static final List<String> PARTITIONS = List.of("2", "1", "4");

  private final Path folder;
  private final int snapshotMillis;
  private final NumberedLog log;
  private final Random random = new Random();
  private final List<String> options = new ArrayList<>();
  private int starts;

  ManyLives(Path folder, int snapshotMillis) {
    this(
        folder,
        snapshotMillis,
        new NumberedLog(folder.resolve("numbers.log"), LINES_PER_FILE, Rotation.NUMBERED));
  }

  ManyLives(Path folder, int snapshotMillis, NumberedLog log) {
    this.folder = folder;
    this.snapshotMillis = snapshotMillis;
    this.log = log;
  }

  /** What is written meanwhile. */
  NumberedLog log() {
    return log;
  }

  /** The JVM's options in the lives to come, instead of those before. */
  void options(String... wanted) {
    options.clear();
    options.addAll(List.of(wanted));
  }

  /** Several lives of the process, each of which is cut short, and one that is not. */
  void live(int kills, int lines) throws Exception {
    long end = log.written() + lines;
    int linesPerLife = lines / (kills + 1);
    for (int life = 0; life < kills; life++) {
      long seen = lastSeen();
      Process process = start();
      awaitFirstSnapshot(process);
      int steps = 50 + random.nextInt(200);
      int linesPerStep = Math.max(1, linesPerLife / steps);
      if (life % 3 != 0) {
        // On a busy machine, all lives could end before they have done anything.
        awaitMoreThan(seen, linesPerStep, process);
      }
      for (int step = 0; step < steps; step++) {
        write(linesPerStep, process);
        assertThat(ends(process, 5)).as("ended by itself").isFalse();
      }
      process.destroyForcibly().waitFor();
    }
    finish(end);
  }

  /** Writes unless that much has not been read yet. */
  private void write(long lines, Process process) throws Exception {
    if (log.isFull()) {
      awaitSaved(process);
      log.rotate();
    }
    if (log.written() - lastSeen() < log.mostAhead()) {
      log.write((int) Math.min(Math.min(lines, LINES_PER_FILE), log.room()));
    }
  }

  /** Until saved state has it that all was read, so that a life after this one need not read it. */
  private void awaitSaved(Process process) throws Exception {
    while (lastSeen() < log.written() - 1) {
      assertThat(ends(process, 5)).as("ended by itself").isFalse();
    }
    Set<Path> before = snapshots();
    while (snapshots().stream().filter(each -> !before.contains(each)).count() < 2) {
      assertThat(ends(process, 5)).as("ended by itself").isFalse();
    }
  }

  /** From then on, nothing that is written may be lost, wherever it is by then. */
  void awaitFirstSnapshot(Process process) throws Exception {
    while (snapshots().isEmpty()) {
      assertThat(ends(process, 5)).as("ended by itself").isFalse();
    }
  }

  private void awaitMoreThan(long seen, int linesPerStep, Process process) throws Exception {
    while (lastSeen() <= seen) {
      write(linesPerStep, process);
      assertThat(ends(process, 5)).as("ended by itself").isFalse();
    }
  }

  private Set<Path> snapshots() throws IOException {
    Path all = folder.resolve("data/snapshots");
    if (!Files.exists(all)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(all)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("snapshot-"))
          .collect(toSet());
    }
  }

  /** The last life, which ends when everything that was written has been read. */
  void finish() throws Exception {
    finish(log.written() + 1);
  }

  /** As {@link #finish()}; so many lines are written in all, or one more than before. */
  private void finish(long lines) throws Exception {
    log.write(Math.min(1, log.room()));
    Process process = start();
    while ((log.written() < lines || lastSeen() < log.written() - 1) && !ends(process, 50)) {
      write(Math.max(0, lines - log.written()), process);
    }
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
  }

  /** Whether a life ends within some milliseconds. */
  static boolean ends(Process process, long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Begins a life. */
  Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CrashApplication.class.getName());
    command.add(log.file().toString());
    command.add(folder.resolve("data").toString());
    command.add(folder.resolve("csv").toString());
    command.add(folder.resolve("capture").toString());
    command.add(Integer.toString(snapshotMillis));
    command.add(PARTITIONS.get(starts++ % PARTITIONS.size()));
    File out = folder.resolve("out").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(out))
        .start();
  }

  /** The number in the last row that is whole; -1 if there is none. */
  private long lastSeen() throws IOException {
    Path rows = folder.resolve("csv/Seen.csv");
    if (!Files.exists(rows)) {
      return -1;
    }
    try (RandomAccessFile file = new RandomAccessFile(rows.toFile(), "r")) {
      byte[] tail = new byte[1_000];
      file.seek(Math.max(0, file.length() - tail.length));
      int length = file.read(tail);
      Matcher ends =
          END_OF_ROW.matcher(new String(tail, 0, Math.max(0, length), StandardCharsets.UTF_8));
      long last = -1;
      while (ends.find()) {
        last = Long.parseLong(ends.group(1));
      }
      return last;
    }
  }

  /** A row and a captured record for each line, and the rounds of somebody who was never killed. */
  void assertThatAllIsThereOnce() throws IOException {
    String said = Files.readString(folder.resolve("out"));
    assertSame(said, numbers("Seen"), LongStream.range(0, log.written()).boxed().toList());
    assertSame(said, numbers("Round"), rounds(log.written()));
    assertSame(said, captured(), LongStream.range(0, log.written()).boxed().toList());
  }

  private List<Long> captured() {
    List<Long> numbers = new ArrayList<>();
    try (CaptureReader reader =
        CaptureReader.open(
            folder.resolve("capture"),
            damage -> {
              throw new AssertionError(damage);
            })) {
      for (CapturedRecord record : reader) {
        String message = record.raw().toString();
        numbers.add(Long.valueOf(message.replaceFirst(".* number (\\d+) .*", "$1")));
      }
    }
    return numbers;
  }

  /** As a comparison of lists, with less to read. */
  private static void assertSame(String said, List<Long> numbers, List<Long> expected) {
    for (int i = 0; i < Math.max(numbers.size(), expected.size()); i++) {
      int row = i;
      assertThat(i < numbers.size() ? numbers.get(i) : null)
          .as(
              () ->
                  "row %d of %d, %d expected; %s"
                      .formatted(row, numbers.size(), expected.size(), said))
          .isEqualTo(i < expected.size() ? expected.get(i) : null);
    }
  }

  /** The last column of a file, but for the names of the columns. */
  private List<Long> numbers(String type) throws IOException {
    try (Stream<String> rows = Files.lines(folder.resolve("csv").resolve(type + ".csv"))) {
      return rows.skip(1)
          .map(row -> Long.valueOf(row.substring(row.lastIndexOf(',') + 1)))
          .toList();
    }
  }

  private static List<Long> rounds(long lines) {
    int[] times = new int[NumberedLog.USERS];
    List<Long> rounds = new ArrayList<>();
    for (long number = 0; number < lines; number++) {
      if (++times[(int) NumberedLog.user(number)] % CrashApplication.ROUND == 0) {
        rounds.add(number);
      }
    }
    return rounds;
  }
}
