package io.correlator.verification.replay;

import static io.correlator.verification.replay.LiveRun.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.module.Module;
import io.correlator.api.source.FormatContext;
import io.correlator.core.time.TimeSettings;
import io.correlator.sources.CaptureSource;
import io.correlator.sources.FileSource;
import io.correlator.sources.format.SyslogFormat;
import io.correlator.testkit.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayEqualsLiveTest {
  /** Over New Year: the year is not in the lines. */
  private static final Instant START = Instant.parse("2024-12-31T23:59:30Z");

  /** Far from when the lines were written. */
  private static final InstantSource LATER =
      InstantSource.fixed(Instant.parse("2031-08-01T00:00:00Z"));

  private static final int[] PARTITIONS = {1, 2, 4};
  private static final int MANY = 6_000;

  /** Of those who fall silent; each is watched by two modules. */
  private static final int SPEAKERS = 3;

  private static final int TWICE = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"EVENT_TIME, 1", "EVENT_TIME, 4", "ARRIVAL, 2"})
  void aReplayGivesTheEventsOfTheLiveRunAndItsCapture(TimeSettings.Mode mode, int partitions)
      throws Exception {
    Path capture = folder.resolve("live.cap");
    TimeSettings time = TimeSettings.defaults().withMode(mode);
    LiveRun live = LiveRun.capturedIn(capture, START, time, partitions);
    try (live) {
      happen(live, mode);
    }

    assertThat(live.events)
        .extracting(EmittedEvent::type)
        .contains("Burst", "Unanswered", "Silent", "Odd", "Often", "Told", "ToldInAll", "Heard");
    for (int others : PARTITIONS) {
      Path again = folder.resolve("replay-" + others + ".cap");
      List<EmittedEvent> replayed = replay(capture, again, others);
      assertThat(EventStream.contents(replayed)).isEqualTo(EventStream.contents(live.events));
      assertThat(EventStream.hash(replayed)).isEqualTo(EventStream.hash(live.events));
      assertThat(again).hasSameBinaryContentAs(capture);
    }
  }

  /**
   * Bursts out of order, silences, a line that comes late, one from the future, one without time.
   */
  private static void happen(LiveRun live, TimeSettings.Mode mode) throws IOException {
    for (int round = 0; round < 5; round++) {
      Instant now = live.now();
      live.send(
          line(now, "ping", "ask 1"),
          line(now.minusSeconds(1), "pong", "reply"),
          line(now, "pong", "ask"),
          line(now, "ping", "a"),
          line(now, "ping", "b"),
          line(now, "ping", "c"));
      live.advance(Duration.ofSeconds(3));
      live.send(
          line(live.now(), "ping", "reply"),
          "no time here",
          line(now.plus(Duration.ofDays(1)), "ping", "from the future"));
      live.advance(Watch.PATIENCE.plusSeconds(10));
      if (mode == TimeSettings.Mode.EVENT_TIME) {
        // Time passes without a record.
        live.awaitEvents("Silent", SPEAKERS * TWICE * (round + 1));
      }
      live.send(line(now, "ping", "late"), line(live.now(), "ping", "d"));
      live.advance(Duration.ofSeconds(1));
    }
    live.send(line(live.now(), "ping", "the end"), line(live.now().minusSeconds(1), "pong", "x"));
  }

  private List<EmittedEvent> replay(Path capture, Path again, int partitions) {
    List<EmittedEvent> events = new ArrayList<>();
    Watches.engine(partitions)
        .clock(LATER)
        .source(CaptureSource.of(capture))
        .listener(LiveRun.collecting(events))
        .capture(again)
        .build()
        .run();
    return events;
  }

  @Test
  void aFileASocketAndATestGiveTheSameEvents() throws Exception {
    LiveRun live =
        LiveRun.capturedIn(folder.resolve("live.cap"), START, TimeSettings.defaults(), 2);
    try (live) {
      for (int round = 0; round < 5; round++) {
        live.advance(Duration.ofSeconds(29));
        Instant now = live.now();
        live.send(
            line(now, "ping", "ask"),
            line(now, "ping", "a"),
            line(now.plusSeconds(1), "pong", "ask"),
            line(now.plusSeconds(1), "ping", "b"),
            line(now.plusSeconds(1), "ping", "c"));
      }
    }
    Path file = folder.resolve("ping.log");
    Files.write(file, live.lines);

    List<List<EmittedEvent>> fromFile = new ArrayList<>();
    for (int partitions : PARTITIONS) {
      fromFile.add(read(file, live.now(), partitions));
    }
    TestPipeline test =
        TestPipeline.running(Watches.all().toArray(Module[]::new))
            .reading(new SyslogFormat(), new FormatContext(ZoneOffset.UTC, live.now()))
            .feed(live.lines.toArray(String[]::new))
            .finish();

    List<String> contents = EventStream.contents(live.events);
    assertThat(live.events)
        .extracting(EmittedEvent::type)
        .contains("Burst", "Unanswered", "Silent", "Often", "Told", "ToldInAll", "Heard");
    assertThat(EventStream.contents(test.events())).isEqualTo(contents);
    assertThat(fromFile).map(EventStream::contents).containsOnly(contents);
    assertThat(fromFile).map(EventStream::hash).containsOnly(EventStream.hash(fromFile.get(0)));
  }

  private static List<EmittedEvent> read(Path file, Instant reference, int partitions) {
    List<EmittedEvent> events = new ArrayList<>();
    Watches.engine(partitions)
        .clock(LATER)
        .source(FileSource.builder().path(file).reference(reference).build())
        .listener(LiveRun.collecting(events))
        .build()
        .run();
    return events;
  }

  @Test
  void aLongFileGivesTheSameEventsWithAnyNumberOfThreads() throws Exception {
    Path file = Files.write(folder.resolve("long.log"), manyLines());

    List<EmittedEvent> events = read(file, START.plus(Duration.ofDays(1)), 1);

    assertThat(events).hasSizeGreaterThan(MANY);
    for (int partitions : new int[] {2, 4}) {
      List<EmittedEvent> others = read(file, START.plus(Duration.ofDays(1)), partitions);
      assertThat(EventStream.hash(others)).isEqualTo(EventStream.hash(events));
    }
  }

  /** Several batches: many programs, with silences between them. */
  private static List<String> manyLines() {
    Random random = new Random(42);
    List<String> lines = new ArrayList<>();
    Instant now = START;
    for (int i = 0; i < MANY; i++) {
      now = now.plusSeconds(random.nextInt(100) == 0 ? 60 : random.nextInt(2));
      String message = List.of("ask", "reply", "idle", "topic" + i % 50).get(random.nextInt(4));
      lines.add(line(now, "program" + random.nextInt(40), message + " " + i));
    }
    return lines;
  }
}
