package io.correlator.benchmarks.micro;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Lines to measure with, one after another in one block, as a source would have them. */
final class Lines {
  static final Instant REFERENCE = Instant.parse("2025-12-11T00:00:00Z");

  /** How many different lines there are: more than the processor can learn by heart. */
  static final int COUNT = 1024;

  final byte[] block;
  final int[] from = new int[COUNT];
  final int[] to = new int[COUNT];

  private Lines(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < COUNT; i++) {
      from[i] = text.length();
      text.append(lines.get(i));
      to[i] = text.length();
      text.append('\n');
    }
    block = text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Failed passwords, in classic syslog. */
  static Lines rfc3164() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      lines.add(
          "<86>Dec 10 06:%02d:%02d gate sshd[%d]: %s"
              .formatted(i / 60 % 60, i % 60, 1000 + i, failure(i)));
    }
    return new Lines(lines);
  }

  /** The same with a version, a full time stamp and structured data. */
  static Lines rfc5424() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      lines.add(
          "<86>1 2025-12-10T06:%02d:%02d.%03dZ gate sshd %d - [origin@32473 ip=\"192.0.2.1\" seq=\"%d\"] %s"
              .formatted(i / 60 % 60, i % 60, i * 7 % 1000, 1000 + i, i, failure(i)));
    }
    return new Lines(lines);
  }

  private static String failure(int i) {
    return "Failed password for root from 198.18.%d.%d port %d ssh2"
        .formatted(i >> 8, i & 255, 1024 + i * 61);
  }

  RecordParser parser(RecordFormat format) {
    return format.open(new FormatContext(ZoneOffset.UTC, REFERENCE));
  }

  /** The lines as records. */
  List<LogRecord> records(RecordFormat format) {
    RecordParser parser = parser(format);
    RecordHeader header = new RecordHeader();
    Block shared =
        Block.of(
            block,
            new Block.Provenance("benchmark", 0, Block.Counting.BYTES, record -> Fields.empty()),
            0,
            1,
            REFERENCE);
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      header.reset();
      parser.parse(block, from[i], to[i], header);
      records.add(shared.record(from[i], to[i], i, header, REFERENCE));
    }
    return records;
  }
}
