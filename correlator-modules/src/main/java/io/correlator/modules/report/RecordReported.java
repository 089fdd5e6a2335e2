package io.correlator.modules.report;

import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import java.time.Instant;
import java.util.List;

/**
 * A record came in. The summary is the whole line, as a stranger wrote it: whoever shows it escapes
 * it. Immutable; may be used by any thread.
 *
 * @param record what came in; a compact copy is kept
 */
public record RecordReported(LogRecord record) implements Event {
  public RecordReported {
    record = record.compact();
  }

  @Override
  public Instant timestamp() {
    return record.timestamp();
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }

  @Override
  public String summary() {
    return record.raw();
  }

  /** Where the record says it comes from and what it says: {@code host, program, message}. */
  @Override
  public Fields fields() {
    return Fields.builder()
        .putIfPresent("host", record.host())
        .putIfPresent("program", record.program())
        .put("message", record.message())
        .build();
  }

  @Override
  public List<LogRecord> evidence() {
    return List.of(record);
  }
}
