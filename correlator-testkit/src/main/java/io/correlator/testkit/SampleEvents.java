package io.correlator.testkit;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.AuditSchema.Kind;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Events of all kinds that a listener may meet, well-behaved and hostile ones. */
final class SampleEvents {
  private static final AuditSchema SCHEMA =
      AuditSchema.builder("SampleAudit")
          .text("text")
          .integer("integer")
          .column("real", Kind.REAL)
          .bool("bool")
          .timestamp("timestamp")
          .column("duration", Kind.DURATION)
          .build();

  private SampleEvents() {}

  private record Audit(Fields fields, String summary) implements AuditEvent {
    @Override
    public AuditSchema schema() {
      return SCHEMA;
    }

    @Override
    public Instant timestamp() {
      return TestPipeline.START;
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  static List<EmittedEvent> all() {
    List<Event> events = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      events.add(
          Event.builder("Sample")
              .severity(severity)
              .summary("a sample of severity " + severity)
              .build(TestPipeline.START));
    }
    events.add(new Audit(Fields.empty(), "nothing known"));
    events.add(new Audit(row("text"), "all known"));
    events.add(everyKindOfField());
    for (String time : List.of("0000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z")) {
      events.add(Event.error("Sample").timestamp(Instant.parse(time)).build());
    }
    for (LogRecord record : HostileLines.failed()) {
      events.add(Event.error("Sample").evidence(record).build());
    }
    for (byte[] line : HostileLines.any()) {
      String text = new String(line, java.nio.charset.StandardCharsets.UTF_8);
      events.add(new Audit(row(text), text));
      events.add(
          Event.error("Hostile").summary(text).field("text", text).build(TestPipeline.START));
    }
    List<EmittedEvent> emitted = new ArrayList<>();
    for (Event event : events) {
      emitted.add(EmittedEvent.causedByTime(TestPipeline.START, "sample", event, emitted.size()));
    }
    return emitted;
  }

  private static Fields row(String text) {
    return Fields.builder()
        .put("text", text)
        .put("integer", Long.MIN_VALUE)
        .put("real", Double.NaN)
        .put("bool", true)
        .put("timestamp", TestPipeline.START)
        .put("duration", Duration.ofMillis(1))
        .build();
  }

  private static Event everyKindOfField() {
    return Event.notice("Sample")
        .field("text", "text")
        .field("number", 1)
        .field("real", Double.NEGATIVE_INFINITY)
        .field("bool", false)
        .field("time", TestPipeline.START)
        .field("duration", Duration.ofDays(1))
        .field("list", List.of("a", 1L, List.of()))
        .field("nested", Map.of("inner", Map.of("innermost", "value")))
        .build(TestPipeline.START);
  }
}
