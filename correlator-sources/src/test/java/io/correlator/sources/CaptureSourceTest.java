package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.api.RecordHeader;
import io.correlator.api.capture.CaptureWriter;
import io.correlator.api.source.RecordFormat;
import io.correlator.sources.FakeSourceContext.Unreadable;
import io.correlator.sources.format.SyslogFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureSourceTest {
  private static final Instant LEAP_DAY = Instant.parse("2024-02-29T07:28:03Z");
  private static final String LINE = "Feb 29 07:28:03 web1 sshd[4711]: hello";

  @TempDir Path folder;
  private final FakeSourceContext context = new FakeSourceContext();

  @Test
  void theYearIsThatOfTheCapture() throws Exception {
    LogRecord replayed = replay(record("syslog", LEAP_DAY));

    assertThat(replayed.timestamp()).isEqualTo(LEAP_DAY);
    assertThat(replayed.failure()).isEmpty();
    assertThat(replayed.flags()).isEmpty();
    assertThat(replayed.program()).contains("sshd");
    assertThat(replayed.message()).isEqualTo("hello");
  }

  @Test
  void whatWasDecidedIsNotDecidedAgain() throws Exception {
    Instant decided = Instant.parse("2026-03-01T00:00:00.007Z");
    LogRecord captured =
        record("syslog", LEAP_DAY).retimed(decided, Flag.CLOCK_SKEW).flagged(Flag.LATE);

    LogRecord replayed = replay(captured);

    assertThat(replayed.timestamp()).isEqualTo(decided);
    assertThat(replayed.flags()).containsExactlyInAnyOrder(Flag.CLOCK_SKEW, Flag.LATE);
    assertThat(replayed.id()).isEqualTo(captured.id());
    assertThat(replayed.received()).isEqualTo(captured.received());
  }

  @Test
  void aRecordWithoutATimeKeepsTheOneItGot() throws Exception {
    LogRecord captured = record("syslog", LEAP_DAY).retimed(LEAP_DAY, Flag.TIME_FALLBACK);

    LogRecord replayed = replay(captured);

    assertThat(replayed.timestamp()).isEqualTo(LEAP_DAY);
    assertThat(replayed.flags()).containsExactly(Flag.TIME_FALLBACK);
  }

  @Test
  void aFormatThatIsNotKnownIsReportedOnceAndItsRecordsAreLines() throws Exception {
    LogRecord replayed = replay(record("their own", LEAP_DAY), record("their own", LEAP_DAY));

    assertThat(replayed.message()).isEqualTo(LINE);
    assertThat(replayed.timestamp()).isEqualTo(LEAP_DAY);
    assertThat(context.unreadable).hasSize(1);
    assertThat(context.unreadable.get(0).reason()).contains("'their\\u0020own'");
  }

  @Test
  void whatIsNoCaptureIsReported() throws Exception {
    Path file =
        Files.writeString(folder.resolve("not.cap"), "a line of text that is long enough\n");

    CaptureSource.of(file).run(context);
    CaptureSource.of(folder.resolve("missing.cap")).run(context);

    assertThat(context.records).isEmpty();
    assertThat(context.unreadable)
        .extracting(Unreadable::reason)
        .containsExactly(
            "35 bytes at offset 0: no segment of a capture starts here", "no such file or folder");
  }

  /** Its clock goes on when somebody waits. */
  private static final class Moving extends FakeSourceContext {
    private Instant now = NOW;
    private final List<Duration> waited = new ArrayList<>();
    private final List<Integer> flushedAt = new ArrayList<>();

    @Override
    public InstantSource clock() {
      return () -> now;
    }

    @Override
    public void flush() {
      flushedAt.add(records.size());
    }

    void pause(Duration time) {
      waited.add(time);
      now = now.plus(time);
    }
  }

  @Test
  void recordsFollowEachOtherAsTheyCameAtTheSpeedAskedFor() throws Exception {
    Path file = folder.resolve("paced.cap");
    try (CaptureWriter writer = CaptureWriter.append(file)) {
      // The third arrived before the second and was evaluated after it.
      for (int seconds : new int[] {0, 10, 4, 12}) {
        writer.write(record("syslog", LEAP_DAY.plusSeconds(seconds)));
      }
    }
    Moving moving = new Moving();

    CaptureSource.builder(file).speed(2).pause(moving::pause).build().run(moving);

    assertThat(moving.records).hasSize(4);
    assertThat(moving.waited).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(1));
    assertThat(moving.flushedAt).containsExactly(1, 3);
  }

  @Test
  void aSpeedIsPositive() {
    assertThatThrownBy(() -> CaptureSource.builder(folder).speed(0))
        .hasMessage("speed: must be positive, was 0.0");
    assertThatThrownBy(() -> CaptureSource.builder(folder).speed(Double.NaN))
        .hasMessage("speed: must be positive, was NaN");
  }

  private LogRecord replay(LogRecord... captured) throws InterruptedException {
    Path file = folder.resolve("capture.cap");
    try (CaptureWriter writer = CaptureWriter.append(file)) {
      for (LogRecord record : captured) {
        writer.write(record);
      }
      writer.passed(LEAP_DAY.plusSeconds(1));
    }
    CaptureSource.of(file).run(context);
    assertThat(context.passed).containsExactly(LEAP_DAY.plusSeconds(1));
    assertThat(context.open).isZero();
    return context.records.get(0);
  }

  private static LogRecord record(String format, Instant time) {
    RecordFormat syslog = new SyslogFormat();
    byte[] line = LINE.getBytes(UTF_8);
    RecordHeader header = new RecordHeader();
    header.timestamp(time.toEpochMilli());
    return Block.of(
            line,
            new Block.Provenance("tcp", 3, Block.Counting.RECORDS, format, syslog::fields),
            42,
            0,
            time.plusMillis(250))
        .record(0, line.length, 0, header, time);
  }
}
