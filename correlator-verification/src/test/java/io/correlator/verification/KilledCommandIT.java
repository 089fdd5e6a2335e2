package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.capture.CaptureDamage;
import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CapturedRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code correlator process --data}, killed or told to end while it reads a large file, and started
 * again: its files become those of a run that nobody disturbed, to the byte.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KilledCommandIT {
  private static final int LINES = 40_000;
  private static final int KILLS = Math.max(4, Integer.getInteger("correlator.kills", 15) / 4);

  @TempDir static Path shared;
  @TempDir Path folder;

  private final Random random = new Random();
  private static Map<String, String> undisturbed = Map.of();

  @BeforeEach
  void knowsWhatIsRight() throws IOException {
    if (undisturbed.isEmpty()) {
      writeLog();
      assertThat(start(shared).end().exitCode()).isZero();
      undisturbed = outputs(shared);
    }
  }

  @Test
  void losesNothingAndRepeatsNothingWhenItIsKilled() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      Command.Running running = start(folder);
      awaitFirstSnapshot(running);
      boolean ended = endsWithin(running, random.nextInt(300));
      running.process().destroyForcibly().waitFor();
      running.end();
      if (ended) {
        break;
      }
    }

    finish();

    assertThat(outputs(folder)).isEqualTo(undisturbed);
  }

  /** The same files are compared: were they always alike, the other tests would say nothing. */
  @Test
  void noticesWhenTheGuaranteeIsNotKept() throws Exception {
    Command.Running running = command(folder, "1h").start();
    awaitFirstSnapshot(running);
    awaitSomeRows(running);
    running.process().destroyForcibly().waitFor();
    running.end();

    assertThat(
            command(folder, "1h")
                .with(
                    "CORRELATOR_JAVA_OPTIONS",
                    "-Dcorrelator.sabotage=listeners-not-restored,positions-ahead")
                .run()
                .exitCode())
        .isZero();
    assertThat(outputs(folder)).isNotEqualTo(undisturbed);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT", "TERM"})
  void endsInGoodOrderAndGoesOnWhenItIsToldToEndUnderLoad(Signal signal) throws Exception {
    signal.assumeIsNotIgnored();
    Command.Running running = start(folder);
    awaitFirstSnapshot(running);

    signal.send(running.process());
    Command.Result result = running.end();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("received").doesNotContain("difference");
    assertThat(outputs(folder)).as("what there is when it was cut short").isNotEqualTo(undisturbed);
    finish();
    assertThat(outputs(folder)).isEqualTo(undisturbed);
  }

  private void finish() {
    Command.Result result = start(folder).end();
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("received").doesNotContain("difference");
  }

  private static Command.Running start(Path home) {
    return command(home, "50ms").start();
  }

  private static Command command(Path home, String snapshotEvery) {
    return Checkout.shared()
        .correlator(
            "process",
            "--year",
            "2026",
            "--stats",
            "--output",
            "none",
            // However slow the machine is: StopIT shows that this is a bound.
            "--stop-within",
            "1m",
            "--data",
            home.resolve("data"),
            "--snapshot-every",
            snapshotEvery,
            "--listener",
            // Small files: some are set aside, and what a kill undoes may be in one of those.
            "csv,origins=sshd,max-size=512KiB,keep=1000,directory=" + home.resolve("csv"),
            "--listener",
            "jsonl,origins=sshd,file=" + home.resolve("events.jsonl"),
            "--capture",
            home.resolve("capture"),
            shared.resolve("auth.log"));
  }

  private static boolean endsWithin(Command.Running running, long millis)
      throws InterruptedException {
    return running.process().waitFor(millis, TimeUnit.MILLISECONDS);
  }

  private void awaitFirstSnapshot(Command.Running running) throws Exception {
    Path snapshots = folder.resolve("data/snapshots");
    while (!Files.exists(snapshots) || isEmpty(snapshots)) {
      assertThat(endsWithin(running, 5)).as("ended by itself").isFalse();
    }
  }

  /** More than there were at the first snapshot. */
  private void awaitSomeRows(Command.Running running) throws Exception {
    Path events = folder.resolve("events.jsonl");
    long before = Files.exists(events) ? Files.size(events) : 0;
    while (!Files.exists(events) || Files.size(events) == before) {
      assertThat(endsWithin(running, 5)).as("ended by itself").isFalse();
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.noneMatch(file -> file.getFileName().toString().startsWith("snapshot-"));
    }
  }

  /** Failed logins, one each second, from addresses of which each comes again within the window. */
  private static void writeLog() throws IOException {
    DateTimeFormatter bsd = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    LocalDateTime time = LocalDateTime.of(2026, 3, 1, 0, 0);
    try (BufferedWriter log = Files.newBufferedWriter(shared.resolve("auth.log"))) {
      for (int i = 0; i < LINES; i++) {
        log.append(bsd.format(time.plusSeconds(i)))
            .append(" gate sshd[%d]: Failed password for user%d".formatted(i, i % 1000))
            .append(" from 203.0.113.%d port %d ssh2%n".formatted(i % 97, 1024 + i % 60_000));
      }
    }
  }

  /**
   * What the listeners wrote, by kind: files that were set aside belong before those that were not.
   */
  private static Map<String, String> outputs(Path home) throws IOException {
    Map<String, String> outputs = new TreeMap<>();
    List<Path> files = new ArrayList<>(List.of(home.resolve("events.jsonl")));
    try (Stream<Path> tables = Files.list(home.resolve("csv"))) {
      tables.sorted().forEach(files::add);
    }
    for (Path file : files) {
      outputs.put(file.getFileName().toString(), Files.readString(file));
    }
    outputs.put("capture", captured(home.resolve("capture")));
    return outputs;
  }

  /** The records; how time passed between them depends on how fast they were read. */
  private static String captured(Path capture) {
    StringBuilder records = new StringBuilder();
    List<CaptureDamage> damage = new ArrayList<>();
    try (CaptureReader reader = CaptureReader.open(capture, damage::add)) {
      for (CapturedRecord record : reader) {
        records.append(record.id()).append(' ').append(record.raw()).append('\n');
      }
    }
    return records.append(damage).toString();
  }
}
