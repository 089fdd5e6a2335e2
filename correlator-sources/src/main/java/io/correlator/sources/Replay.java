package io.correlator.sources;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.api.RecordHeader;
import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.capture.CapturedSource;
import io.correlator.api.capture.CapturedStep;
import io.correlator.api.capture.CapturedTime;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.ReplaySink;
import io.correlator.api.source.SourceContext;
import io.correlator.sources.format.PlainFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One run of a {@link CaptureSource}. For one thread. */
final class Replay {
  private final Map<String, RecordFormat> formats;
  private final SourceContext context;
  private final Map<CapturedSource, Origin> origins = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private final RecordHeader header = new RecordHeader();
  private final Pace pace;
  private final Pause pause;

  Replay(Map<String, RecordFormat> formats, SourceContext context, Pace pace, Pause pause) {
    this.formats = formats;
    this.context = context;
    this.pace = pace;
    this.pause = pause;
  }

  /** Hands over all steps, or those until the thread is interrupted. */
  void run(String name, CaptureReader capture) throws InterruptedException {
    ReplaySink sink = context.openReplay(name);
    for (CapturedStep step : capture.steps()) {
      if (step instanceof CapturedRecord record) {
        await(record.received(), sink);
        sink.accept(record(name, record));
      } else if (step instanceof CapturedTime passed) {
        sink.passed(passed.time());
      }
    }
    sink.end();
  }

  private void await(Instant received, ReplaySink sink) throws InterruptedException {
    Duration left = pace.until(received);
    if (!left.isZero()) {
      sink.flush();
      pause.await(left);
    }
  }

  private LogRecord record(String name, CapturedRecord captured) {
    Origin origin =
        origins.computeIfAbsent(
            captured.source(), source -> new Origin(source, format(name, source)));
    byte[] bytes = captured.raw().toByteArray();
    header.reset();
    origin.parserAt(captured.timestamp()).parse(bytes, 0, bytes.length, header);
    if (!captured.flags().contains(Flag.TIME_FALLBACK)) {
      header.timestamp(captured.timestamp().toEpochMilli());
    }
    Block block =
        Block.of(
            bytes, origin.provenance, captured.position(), captured.line(), captured.received());
    LogRecord record =
        captured.flags().contains(Flag.TRUNCATED)
            ? block.truncatedRecord(0, bytes.length, 0, header, captured.timestamp())
            : block.record(0, bytes.length, 0, header, captured.timestamp());
    for (Flag decided : captured.flags()) {
      if (!record.is(decided)) {
        record = record.retimed(captured.timestamp(), decided);
      }
    }
    return record;
  }

  private RecordFormat format(String name, CapturedSource source) {
    RecordFormat format = formats.get(source.format());
    if (format != null) {
      return format;
    }
    if (unknown.add(source.format())) {
      context.unreadable(
          name,
          "the format '%s' of its records is not known; they are replayed as lines"
              .formatted(Escapes.escape(source.format())));
    }
    return new PlainFormat();
  }

  /** Where captured records come from, and what reads them. */
  private static final class Origin {
    /** As far as this from the reference, a date without a year is read as it was live. */
    private static final Duration NEAR = Duration.ofHours(12);

    final Block.Provenance provenance;
    private final RecordFormat format;
    private Instant reference = Instant.EPOCH;
    private RecordParser parser;

    Origin(CapturedSource source, RecordFormat format) {
      this.format = format;
      this.parser = format.open(new FormatContext(ZoneOffset.UTC, reference));
      this.provenance =
          new Block.Provenance(
              source.name(),
              source.sender(),
              source.incarnation(),
              source.counting(),
              source.format(),
              format::fields);
    }

    /** The time is that of the capture; a parser still has to know which dates there can be. */
    RecordParser parserAt(Instant time) {
      if (Duration.between(reference, time).abs().compareTo(NEAR) > 0) {
        reference = time;
        parser = format.open(new FormatContext(ZoneOffset.UTC, time));
      }
      return parser;
    }
  }
}
