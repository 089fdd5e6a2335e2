package io.correlator.api.capture;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes records of captured ones, as they were: their parts are read again by the format that the
 * capture names, and their times, flags and identities are those of the capture. So nothing depends
 * on when or where that is done. For one thread at a time.
 */
public final class RecordRestorer {
  private final Function<CapturedSource, RecordFormat> formats;
  private final Map<CapturedSource, Origin> origins = new HashMap<>();
  private final RecordHeader header = new RecordHeader();

  /**
   * Restores records of any source.
   *
   * @param formats gives the format of a source's records; asked once for each source
   */
  public RecordRestorer(Function<CapturedSource, RecordFormat> formats) {
    this.formats = requireNonNull(formats, "formats");
  }

  /** The record that was captured. */
  public LogRecord restore(CapturedRecord captured) {
    Origin origin =
        origins.computeIfAbsent(
            captured.source(), source -> new Origin(source, formats.apply(source)));
    byte[] bytes = captured.raw().toByteArray();
    parse(origin.parserAt(captured.timestamp()), bytes);
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

  /** What made a parser break its promise when the record came does so again. */
  private void parse(RecordParser parser, byte[] bytes) {
    header.reset();
    try {
      parser.parse(bytes, 0, bytes.length, header);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      header.reset();
      header.failed(ParseFailure.PARSER_ERROR);
    }
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
