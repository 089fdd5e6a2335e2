package io.correlator.core;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Records for tests of this artifact, which cannot use the testkit above it. */
public final class Records {
  private Records() {}

  /** A record with this time and message, in a block of its own. */
  public static LogRecord at(long epochMilli, String message) {
    RecordHeader header = new RecordHeader();
    header.timestamp(epochMilli);
    return record(epochMilli, message, header);
  }

  /** A record with this time, place in its source, and message, in a block of its own. */
  public static LogRecord at(long epochMilli, long position, String message) {
    RecordHeader header = new RecordHeader();
    header.timestamp(epochMilli);
    return record(position, message, header);
  }

  /** A record with this time, place in its source, and message, that arrived just now. */
  public static LogRecord at(long epochMilli, long position, String message, Instant received) {
    RecordHeader header = new RecordHeader();
    header.timestamp(epochMilli);
    return record(position, message, header, received);
  }

  /** A record that could not be read. */
  public static LogRecord failed(long position) {
    RecordHeader header = new RecordHeader();
    header.failed(ParseFailure.UNRECOGNISED);
    return record(position, "???", header);
  }

  private static LogRecord record(long position, String message, RecordHeader header) {
    return record(position, message, header, Instant.EPOCH);
  }

  private static LogRecord record(
      long position, String message, RecordHeader header, Instant received) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    Provenance provenance = new Provenance("test", 0, Counting.BYTES, record -> Fields.empty());
    return Block.of(bytes, provenance, position, 1, received)
        .record(0, bytes.length, 0, header, Instant.EPOCH);
  }
}
