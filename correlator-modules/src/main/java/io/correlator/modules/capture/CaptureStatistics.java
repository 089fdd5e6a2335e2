package io.correlator.modules.capture;

import static java.util.Objects.requireNonNull;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.Fields;
import io.correlator.api.Severity;
import java.time.Instant;

/**
 * How much the module {@code capture} captured in a period. Immutable; may be used by any thread.
 *
 * @param start when the period began, inclusive
 * @param end when it ended, exclusive; also when this happened
 * @param partial whether the period was cut short
 * @param records the number of records captured
 * @param bytes their total length as read, without line ends
 */
public record CaptureStatistics(
    Instant start, Instant end, boolean partial, long records, long bytes) implements AuditEvent {
  private static final AuditSchema SCHEMA =
      AuditSchema.builder("CaptureStatistics")
          .timestamp("start")
          .timestamp("end")
          .bool("partial")
          .integer("records")
          .integer("bytes")
          .build();

  public CaptureStatistics {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
  }

  @Override
  public AuditSchema schema() {
    return SCHEMA;
  }

  @Override
  public Instant timestamp() {
    return end;
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }

  @Override
  public String summary() {
    return "captured %d records, %d bytes".formatted(records, bytes);
  }

  @Override
  public Fields fields() {
    return Fields.builder()
        .put("start", start)
        .put("end", end)
        .put("partial", partial)
        .put("records", records)
        .put("bytes", bytes)
        .build();
  }
}
