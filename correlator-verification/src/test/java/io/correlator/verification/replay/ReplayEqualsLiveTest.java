package io.correlator.verification.replay;

import static io.correlator.verification.replay.LiveRun.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.source.FormatContext;
import io.correlator.core.Correlator;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayEqualsLiveTest {
  /** Over New Year: the year is not in the lines. */
  private static final Instant START = Instant.parse("2024-12-31T23:59:30Z");

  /** Far from when the lines were written. */
  private static final InstantSource LATER =
      InstantSource.fixed(Instant.parse("2031-08-01T00:00:00Z"));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aReplayGivesTheEventsOfTheLiveRunAndItsCapture(TimeSettings.Mode mode) throws Exception {
    Path capture = folder.resolve("live.cap");
    LiveRun live = LiveRun.capturedIn(capture, START, TimeSettings.defaults().withMode(mode));
    try (live) {
      happen(live, mode);
    }
    Path again = folder.resolve("replay.cap");

    List<EmittedEvent> replayed = replay(capture, again);

    assertThat(live.events)
        .extracting(EmittedEvent::type)
        .contains("Burst", "Unanswered", "Silent", "Odd");
    assertThat(EventStream.contents(replayed)).isEqualTo(EventStream.contents(live.events));
    assertThat(EventStream.hash(replayed)).isEqualTo(EventStream.hash(live.events));
    assertThat(again).hasSameBinaryContentAs(capture);
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
        live.awaitEvents("Silent", 3 * (round + 1));
      }
      live.send(line(now, "ping", "late"), line(live.now(), "ping", "d"));
      live.advance(Duration.ofSeconds(1));
    }
    live.send(line(live.now(), "ping", "the end"), line(live.now().minusSeconds(1), "pong", "x"));
  }

  private List<EmittedEvent> replay(Path capture, Path again) {
    List<EmittedEvent> events = new CopyOnWriteArrayList<>();
    Correlator.builder()
        .clock(LATER)
        .source(CaptureSource.of(capture))
        .module(new Watch())
        .listener(LiveRun.collecting(events))
        .capture(again)
        .build()
        .run();
    return events;
  }

  @Test
  void aFileASocketAndATestGiveTheSameEvents() throws Exception {
    LiveRun live = LiveRun.capturedIn(folder.resolve("live.cap"), START, TimeSettings.defaults());
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

    List<EmittedEvent> fromFile = new CopyOnWriteArrayList<>();
    Correlator.builder()
        .source(FileSource.builder().path(file).reference(live.now()).build())
        .module(new Watch())
        .listener(LiveRun.collecting(fromFile))
        .build()
        .run();
    TestPipeline test =
        TestPipeline.running(new Watch())
            .reading(new SyslogFormat(), new FormatContext(ZoneOffset.UTC, live.now()))
            .feed(live.lines.toArray(String[]::new))
            .finish();

    List<String> contents = EventStream.contents(live.events);
    assertThat(live.events)
        .extracting(EmittedEvent::type)
        .contains("Burst", "Unanswered", "Silent");
    assertThat(EventStream.contents(fromFile)).isEqualTo(contents);
    assertThat(EventStream.contents(test.events())).isEqualTo(contents);
  }
}
