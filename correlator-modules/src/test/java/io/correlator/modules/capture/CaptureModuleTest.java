package io.correlator.modules.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.AuditEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CaptureWriter;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.config.Config;
import io.correlator.api.module.Module;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.modules.Lines;
import io.correlator.modules.RecordingContext;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureModuleTest {
  private static final StatisticsPeriod DAY =
      new StatisticsPeriod(
          Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"), false);
  private static final StatisticsPeriod REST =
      new StatisticsPeriod(
          Instant.parse("2026-03-02T00:00:00Z"), Instant.parse("2026-03-02T07:00:00Z"), true);

  @TempDir Path folder;

  private final RecordingContext context = new RecordingContext();

  @Test
  void capturesEveryRecord() throws Exception {
    List<LogRecord> records = List.of(Lines.record(1, "one"), Lines.record(2, "two"));

    run(records);

    assertThat(captured())
        .extracting(record -> record.id() + " " + record.raw())
        .containsExactly(records.get(0).id() + " one", records.get(1).id() + " two");
  }

  @Test
  void continuesTheCaptureOfAnEarlierRun() throws Exception {
    run(List.of(Lines.record(1, "before")));
    run(List.of(Lines.record(2, "after")));

    assertThat(captured())
        .extracting(record -> record.raw().toString())
        .containsExactly("before", "after");
  }

  private void run(List<LogRecord> records) throws Exception {
    Processor processor = open();
    for (LogRecord record : records) {
      processor.onRecord(record);
    }
    processor.close();
  }

  private Processor open() {
    return new CaptureModule(file()).open(context);
  }

  private Path file() {
    return folder.resolve("test.cap");
  }

  private List<CapturedRecord> captured() {
    List<CapturedRecord> found = new ArrayList<>();
    try (CaptureReader reader =
        CaptureReader.open(
            file(),
            damage -> {
              throw new AssertionError(damage);
            })) {
      reader.forEach(found::add);
    }
    return found;
  }

  @Test
  void sumsUpEachPeriodAndStartsAfresh() throws Exception {
    Processor processor = open();
    processor.onRecord(Lines.record(1, "four"));
    processor.onRecord(Lines.record(2, "z\u00fcrich"));
    processor.onStatistics(DAY);
    processor.onRecord(Lines.record(3, "x"));
    processor.onStatistics(REST);
    processor.close();

    assertThat(context.events())
        .containsExactly(
            new CaptureStatistics(DAY.start(), DAY.end(), false, 2, 11),
            new CaptureStatistics(REST.start(), REST.end(), true, 1, 1));
  }

  @Test
  void sumsUpAPeriodWithoutRecords() throws Exception {
    Processor processor = open();
    processor.onStatistics(DAY);
    processor.close();

    assertThat(context.events())
        .containsExactly(new CaptureStatistics(DAY.start(), DAY.end(), false, 0, 0));
  }

  @Test
  void hasWrittenAllRecordsWhenItHasSummedThemUp() throws Exception {
    Processor processor = open();
    processor.onRecord(Lines.record(1, "one"));
    processor.onStatistics(DAY);

    assertThat(captured()).hasSize(1);
    processor.close();
  }

  @Test
  void countsWhatCouldNotBeWrittenInThePeriodInWhichItIs() throws Exception {
    ByteArrayOutputStream disk = new ByteArrayOutputStream();
    AtomicBoolean full = new AtomicBoolean(true);
    OutputStream out =
        new FilterOutputStream(disk) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            if (full.get()) {
              throw new IOException("no space left");
            }
            disk.write(bytes, from, length);
          }
        };
    Processor processor = new CaptureProcessor(context, CaptureWriter.of(Channels.newChannel(out)));
    processor.onRecord(Lines.record(1, "one"));

    assertThatThrownBy(() -> processor.onStatistics(DAY)).hasMessageContaining("no space left");
    full.set(false);
    processor.onStatistics(REST);

    assertThat(context.events())
        .containsExactly(new CaptureStatistics(REST.start(), REST.end(), true, 1, 3));
    processor.close();
  }

  @Test
  void emitsStatisticsThatFitTheirSchema() {
    AuditEvent event = new CaptureStatistics(DAY.start(), DAY.end(), false, 2, 11);

    event.schema().check(event.fields());
    assertThat(event.type()).isEqualTo("CaptureStatistics");
    assertThat(event.schema().names())
        .containsExactly("start", "end", "partial", "records", "bytes")
        .isEqualTo(event.fields().names());
    assertThat(event.timestamp()).isEqualTo(DAY.end());
    assertThat(event.severity()).isEqualTo(Severity.NOTICE);
    assertThat(event.summary()).isEqualTo("captured 2 records, 11 bytes");
  }

  @Test
  void cannotBeOpenedTwiceOnOneFile() throws Exception {
    Processor processor = open();

    assertThatThrownBy(this::open)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("test.cap");
    processor.close();
  }

  @Test
  void writesToTheFileConfigured() {
    Config config = Config.of(Map.of("file", "elsewhere.cap"));

    assertThat(new CaptureModule().configure(config))
        .isEqualTo(new CaptureModule(Path.of("elsewhere.cap")));
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void writesToCaptureCapUnlessToldOtherwise() {
    Config config = Config.empty();

    assertThat(new CaptureModule().configure(config).file()).isEqualTo(Path.of("capture.cap"));
    assertThat(config.options()).extracting(Config.Option::key).containsExactly("file");
  }

  @Test
  void isFoundByName() {
    assertThat(ServiceLoader.load(Module.class))
        .filteredOn(module -> module.name().equals("capture"))
        .containsExactly(new CaptureModule());
  }
}
