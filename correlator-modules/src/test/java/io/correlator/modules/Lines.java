package io.correlator.modules;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Makes records for tests. */
public final class Lines {
  private static final Provenance SOURCE =
      new Provenance("test.log", 0, Counting.RECORDS, "plain", record -> Fields.empty());
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Lines() {}

  /** A line without a header. */
  public static LogRecord record(long position, String text) {
    return record(position, text, new RecordHeader());
  }

  /** A line that says {@code host program: message}. */
  public static LogRecord syslog(String host, String program, String message) {
    RecordHeader header = new RecordHeader();
    int programFrom = host.length() + 1;
    int programTo = programFrom + program.length();
    header.timestamp(NOON.minusSeconds(60).toEpochMilli());
    header.host(0, host.length());
    header.program(programFrom, programTo);
    header.message(programTo + 2);
    return record(1, host + ' ' + program + ": " + message, header);
  }

  private static LogRecord record(long position, String text, RecordHeader header) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Block.of(bytes, SOURCE, position, position, NOON)
        .record(0, bytes.length, 0, header, NOON);
  }
}
