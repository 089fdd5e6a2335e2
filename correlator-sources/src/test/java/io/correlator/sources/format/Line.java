package io.correlator.sources.format;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/** Makes records of single lines. */
final class Line {
  static final Instant REFERENCE = Instant.parse("2026-03-02T12:00:00Z");
  static final FormatContext CONTEXT = new FormatContext(ZoneOffset.UTC, REFERENCE);

  private Line() {}

  static LogRecord read(RecordFormat format, String line) {
    return read(format, CONTEXT, line);
  }

  static LogRecord read(RecordFormat format, FormatContext context, String line) {
    return read(format, context, line.getBytes(StandardCharsets.UTF_8));
  }

  static LogRecord read(RecordFormat format, FormatContext context, byte[] line) {
    return read(format, format.open(context), line, 0, line.length);
  }

  static LogRecord read(RecordFormat format, RecordParser parser, byte[] block, int from, int to) {
    RecordHeader header = new RecordHeader();
    parser.parse(block, from, to, header);
    Block.Provenance provenance =
        new Block.Provenance("test.log", 0, Block.Counting.BYTES, format::fields);
    return Block.of(block, provenance, 0, 1, REFERENCE)
        .record(
            header.isPart() ? header.partFrom() : from,
            header.isPart() ? header.partTo() : to,
            0,
            header,
            REFERENCE);
  }
}
