package io.correlator.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.core.fault.CrashPoint;
import io.correlator.core.fault.Sabotage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that follows a growing, rotating file is killed at any moment and started again, each
 * time with another number of partitions: in the end there is a row for each line, the capture has
 * each line once, and state is as if nothing had happened.
 */
final class CrashIT {
  private static final int KILLS = Integer.getInteger("correlator.kills", 15);
  private static final int LINES = Integer.getInteger("correlator.kills.lines", 500_000);
  private static final int CRASHES_PER_POINT = Integer.getInteger("correlator.crashes", 5);
  private static final int LINES_PER_FILE = 25_000;
  private static final int STATUS_OF_A_CRASH = 137;
  private static final List<String> PARTITIONS = List.of("2", "1", "4");

  @TempDir Path folder;

  private final Random random = new Random();
  private final List<String> options = new ArrayList<>();
  private int snapshotMillis = 100;
  private int starts;

  @Test
  void losesNothingAndRepeatsNothingWhenItIsKilled() throws Exception {
    NumberedLog log = log();

    live(log, KILLS, LINES);

    assertThatAllIsThereOnce(log);
  }

  @ParameterizedTest
  @EnumSource
  void noticesWhenTheGuaranteeIsNotKept(Sabotage sabotage) throws Exception {
    NumberedLog log = log();
    options.add("-Dcorrelator.sabotage=" + sabotage);
    snapshotMillis = 300;

    live(log, 8, 90_000);

    assertThatThrownBy(() -> assertThatAllIsThereOnce(log)).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @EnumSource
  void survivesACrashAt(CrashPoint point) throws Exception {
    NumberedLog log = log();
    snapshotMillis = 20;
    Process first = start(log);
    awaitFirstSnapshot(first);
    first.destroyForcibly().waitFor();
    int crashes = 0;
    for (int i = 0; i < CRASHES_PER_POINT; i++) {
      options.add("-Dcorrelator.crash=%s:%d".formatted(point, 1 + i % 2));
      Process process = start(log);
      for (int steps = 0; steps < 500 && !ends(process, 10); steps++) {
        log.write(1 + random.nextInt(120));
      }
      process.destroy();
      if (process.waitFor() == STATUS_OF_A_CRASH) {
        crashes++;
      }
      options.clear();
    }

    finish(log);

    assertThat(crashes).isPositive();
    assertThatAllIsThereOnce(log);
  }

  private NumberedLog log() {
    return new NumberedLog(folder.resolve("numbers.log"), LINES_PER_FILE);
  }

  /** Several lives of the process, each of which is cut short, and one that is not. */
  private void live(NumberedLog log, int kills, int lines) throws Exception {
    int linesPerLife = lines / (kills + 1);
    for (int life = 0; life < kills; life++) {
      Process process = start(log);
      awaitFirstSnapshot(process);
      int steps = 50 + random.nextInt(200);
      for (int step = 0; step < steps; step++) {
        log.write(Math.max(1, linesPerLife / steps));
        assertThat(ends(process, 5)).as("ended by itself").isFalse();
      }
      process.destroyForcibly().waitFor();
    }
    log.write((int) (lines - log.written()));
    finish(log);
  }

  /** From then on, nothing that is written may be lost, wherever it is by then. */
  private void awaitFirstSnapshot(Process process) throws Exception {
    while (!Files.exists(folder.resolve("data/snapshots"))
        || isEmpty(folder.resolve("data/snapshots"))) {
      assertThat(ends(process, 5)).as("ended by itself").isFalse();
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.noneMatch(file -> file.getFileName().toString().startsWith("snapshot-"));
    }
  }

  private void finish(NumberedLog log) throws Exception {
    log.write(1);
    Process process = start(log);
    while (!isReadToItsEnd(log) && !ends(process, 50)) {}
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
  }

  private static boolean ends(Process process, long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  private Process start(NumberedLog log) throws IOException {
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

  private boolean isReadToItsEnd(NumberedLog log) throws IOException {
    Path file = folder.resolve("csv/Seen.csv");
    if (!Files.exists(file)) {
      return false;
    }
    byte[] bytes = Files.readAllBytes(file);
    String end = "," + (log.written() - 1) + "\r\n";
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8).endsWith(end);
  }

  private void assertThatAllIsThereOnce(NumberedLog log) throws IOException {
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
