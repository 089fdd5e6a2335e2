package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import io.correlator.core.Records;
import io.correlator.core.delivery.DeadLetters;
import io.correlator.core.journal.Disk;
import io.correlator.core.journal.FullDisk;
import io.correlator.core.journal.JournalSettings;
import io.correlator.core.message.MessageTemplates;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.core.time.TimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a source cannot read again is written down before it is evaluated. */
@Timeout(30)
final class JournaledSourceTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path folder;

  private volatile Instant now = START;

  /** A source that is sent records by the test, and numbers them. */
  private static final class Mailbox implements Source {
    final BlockingQueue<List<LogRecord>> sent = new LinkedBlockingQueue<>();
    volatile List<String> notes = List.of("not told");
    volatile boolean taken;
    final AtomicLong next = new AtomicLong();

    @Override
    public String name() {
      return "mailbox/../*";
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public void run(SourceContext context) throws InterruptedException {
      next.set(context.resumeFrom().map(Long::parseLong).orElse(0L));
      notes = context.notes();
      context.positions(this::position);
      while (true) {
        List<LogRecord> records = sent.take();
        long end = next.addAndGet(records.size());
        taken = context.handOver(records, "up to " + end);
      }
    }

    private SourcePosition position() {
      long position = next.get();
      return () -> Long.toString(position);
    }
  }

  /** An engine with a mailbox, which remembers what it has evaluated. */
  private final class Run {
    final Mailbox mailbox = new Mailbox();
    final List<String> evaluated = Collections.synchronizedList(new ArrayList<>());
    final Engine engine;

    Run(Path data, Disk disk) {
      this(data, disk, JournalSettings.defaults());
    }

    Run(Path data, Disk disk, JournalSettings journal) {
      engine =
          new Engine(
              new Engine.Parts(
                  List.of(mailbox),
                  Map.of("recorder", new Recorder(evaluated)),
                  List.of(),
                  DeadLetters.none(),
                  MessageTemplates.none(),
                  TimeSettings.defaults(),
                  QuarantineSettings.defaults(),
                  false,
                  Duration.ofDays(1),
                  1,
                  Pipeline.STATE_BYTES,
                  () -> now,
                  Thread::new,
                  failure -> {},
                  Optional.of(new DataSettings(data, Duration.ofHours(1), journal, disk)),
                  Optional.empty()));
      engine.start();
    }

    void send(int... secondsAndNumbers) {
      List<LogRecord> records = new ArrayList<>();
      for (int i = 0; i < secondsAndNumbers.length; i += 2) {
        long time = START.plusSeconds(secondsAndNumbers[i]).toEpochMilli();
        int number = secondsAndNumbers[i + 1];
        records.add(Records.at(time, number, "r" + number, now));
      }
      mailbox.sent.add(records);
    }

    SourceStatistics source() {
      return engine.statistics().sources().get(0);
    }

    void await(BooleanSupplier condition) throws InterruptedException {
      while (!condition.getAsBoolean()) {
        assertThat(engine.await(Duration.ofMillis(5))).isFalse();
      }
    }

    void awaitTaken(int count) throws InterruptedException {
      await(() -> source().received() == count && mailbox.sent.isEmpty());
    }

    void close() throws InterruptedException {
      engine.stopSources();
      engine.await();
    }
  }

  private record Recorder(List<String> evaluated) implements Module {
    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record ->
          evaluated.add(
              "%s %s %s%s"
                  .formatted(
                      record.id(),
                      record.message(),
                      record.timestamp(),
                      record.is(LogRecord.Flag.LATE) ? " late" : ""));
    }
  }

  /** What a process would leave behind that is killed now. */
  private Path killed(Path data) throws IOException {
    Path left = folder.resolve("killed " + data.getFileName());
    try (Stream<Path> all = Files.walk(data)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = left.resolve(data.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return left;
  }

  @Test
  void evaluatesAfterAKillWhatItWouldHaveEvaluatedWithTheSameDecisions() throws Exception {
    Path data = folder.resolve("data");
    Run live = new Run(data, Disk.REAL);
    // It has nothing yet, and none follows.
    live.await(() -> Files.exists(data.resolve("snapshots/snapshot-1")));
    live.send(0, 0, 1, 1);
    live.awaitTaken(2);
    now = START.plusSeconds(60);
    live.await(() -> live.evaluated.size() == 2);
    // Nothing had come for a minute: this is late, and that comes in order.
    live.send(2, 2, 60, 3, 59, 4);
    live.awaitTaken(5);
    now = START.plusSeconds(120);
    live.await(() -> live.evaluated.size() == 5);
    Path left = killed(data);
    live.close();

    now = START.plusSeconds(86_400);
    Run next = new Run(left, Disk.REAL);
    next.send(86_400, 5);
    next.awaitTaken(6);
    now = START.plusSeconds(86_460);
    next.await(() -> next.evaluated.size() == 6);

    assertThat(live.evaluated).filteredOn(line -> line.endsWith("late")).hasSize(1);
    assertThat(next.evaluated.subList(0, 5)).isEqualTo(live.evaluated);
    assertThat(next.mailbox.notes).containsExactly("up to 2", "up to 5");
    assertThat(next.mailbox.next).hasValue(6);
    next.close();
  }

  @Test
  void evaluatesNothingAgainThatASnapshotHas() throws Exception {
    Path data = folder.resolve("data");
    for (int run = 0; run < 3; run++) {
      Run each = new Run(data, Disk.REAL);
      each.send(10 * run, run);
      each.awaitTaken(run + 1);
      each.close();
    }

    Run last = new Run(data, Disk.REAL);
    last.awaitTaken(3);
    now = START.plusSeconds(50);
    last.send(50, 3);
    last.awaitTaken(4);
    now = START.plusSeconds(100);
    last.await(() -> List.copyOf(last.evaluated).stream().anyMatch(line -> line.contains("r3")));
    assertThat(last.evaluated).doesNotHaveDuplicates();
    assertThat(last.mailbox.notes).containsExactly("up to 1", "up to 2", "up to 3");
    last.close();
  }

  @Test
  void takesNothingWhileTheDiskIsFullAndGoesOnByItself() throws Exception {
    FullDisk disk = new FullDisk(400);
    Run run = new Run(folder.resolve("data"), disk);
    run.send(0, 0);
    run.awaitTaken(1);
    run.send(0, 1, 0, 2, 0, 3, 0, 4, 0, 5);
    run.send(0, 6);

    run.await(() -> run.source().state() == SourceStatistics.State.BLOCKED);
    assertThat(run.engine.health().status()).isEqualTo(Health.Status.DOWN);
    assertThat(run.engine.health().causes())
        .extracting(Health.Cause::reason)
        .containsExactly(Health.Reason.JOURNAL_BLOCKED);
    assertThat(run.source().received()).isEqualTo(1);
    disk.free(1_000_000);
    run.awaitTaken(7);

    assertThat(run.source().state()).isEqualTo(SourceStatistics.State.UP);
    assertThat(run.engine.health().status()).isEqualTo(Health.Status.UP);
    run.close();
  }

  @Test
  void saysWhatItHasDroppedWhenItIsStoppedWithAFullDisk() throws Exception {
    Run run = new Run(folder.resolve("data"), new FullDisk(400));
    run.send(0, 0);
    run.awaitTaken(1);
    run.send(0, 1, 0, 2, 0, 3, 0, 4, 0, 5);
    run.await(() -> run.source().state() == SourceStatistics.State.BLOCKED);

    run.close();

    assertThat(run.mailbox.taken).isFalse();
    assertThat(run.source().received()).isEqualTo(1);
    assertThat(run.source().dropped()).isEqualTo(Map.of(DropReason.JOURNAL_BLOCKED, 5L));
  }

  /** Each file of a journal asks for a snapshot, and the fourth lets go of the first. */
  @Test
  void aJournalStaysSmallHoweverMuchComes() throws Exception {
    Path data = folder.resolve("data");
    Run run =
        new Run(
            data,
            Disk.REAL,
            new JournalSettings(JournalSettings.LEAST_BYTES, JournalSettings.NEVER));
    for (int i = 0; i < 60; i++) {
      int[] many = new int[2000];
      for (int j = 0; j < 1000; j++) {
        many[2 * j] = 10 * i;
        many[2 * j + 1] = 1000 * i + j;
      }
      now = START.plusSeconds(10L * i);
      run.send(many);
      run.awaitTaken((i + 1) * 1000);
    }

    assertThat(bytes(data.resolve("journal"))).isLessThan(2 * JournalSettings.LEAST_BYTES);
    assertThat(run.source().dropped()).isEmpty();
    run.close();
  }

  private static long bytes(Path all) throws IOException {
    try (Stream<Path> files = Files.walk(all)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
