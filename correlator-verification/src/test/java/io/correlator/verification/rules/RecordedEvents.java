package io.correlator.verification.rules;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.sources.format.AutoFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/** Lines of logs as records. */
final class RecordedEvents {
  private static final RecordFormat FORMAT = new AutoFormat();
  private static final Instant REFERENCE = Instant.parse("2026-03-05T00:00:00Z");
  private static final Block.Provenance PROVENANCE =
      new Block.Provenance("corpus", 0, Block.Counting.BYTES, FORMAT::fields);

  private RecordedEvents() {}

  /** The record of one line. */
  static LogRecord read(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    RecordHeader header = new RecordHeader();
    FORMAT.open(new FormatContext(ZoneOffset.UTC, REFERENCE)).parse(bytes, 0, bytes.length, header);
    return Block.of(bytes, PROVENANCE, 0, 1, REFERENCE)
        .record(0, bytes.length, 0, header, REFERENCE);
  }
}
