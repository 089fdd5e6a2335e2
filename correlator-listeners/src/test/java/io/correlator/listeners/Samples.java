package io.correlator.listeners;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.Block;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events and records as an engine would hand them to a listener. */
final class Samples {
  static final Instant TIME = Instant.parse("2026-03-01T07:28:03Z");

  /** All that could break a line, steer a terminal, reorder text or hide in it. */
  static final String HOSTILE =
      "a\u0000b\tc\nd\re\u001b[31mf\u007fg\u0085h\u009bi\u061cj\u200bk\u200el\u2028m\u2029n"
          + "\u202eo\u2066p\ufeffq\ud800r\udc00s";

  private Samples() {}

  static EmittedEvent emitted(Event event) {
    return EmittedEvent.causedByTime(TIME, "sshd", event, 0);
  }

  static EmittedEvent emitted(Event.Builder event) {
    return emitted(event.build(TIME));
  }

  static EmittedEvent summary(String summary) {
    return emitted(Event.error("SshLoginTriesExceeded").summary(summary));
  }

  static LogRecord record(String line) {
    return record(line.getBytes(StandardCharsets.UTF_8), "auth.log", 123);
  }

  static LogRecord record(byte[] line, String source, long lineNumber) {
    return block(line, source, lineNumber).record(0, line.length, 0, new RecordHeader(), TIME);
  }

  static LogRecord failed(String line, ParseFailure failure) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    RecordHeader header = new RecordHeader();
    header.failed(failure);
    return block(bytes, "auth.log", 123).record(0, bytes.length, 0, header, TIME);
  }

  private static Block block(byte[] line, String source, long lineNumber) {
    Block.Provenance provenance =
        new Block.Provenance(source, 0, Block.Counting.BYTES, record -> Fields.empty());
    return Block.of(line, provenance, 4_096, lineNumber, TIME);
  }

  /** An audit event with any schema. */
  record Row(AuditSchema schema, Fields fields, Severity severity) implements AuditEvent {
    @Override
    public Instant timestamp() {
      return TIME;
    }

    @Override
    public String summary() {
      return type();
    }
  }

  static EmittedEvent row(AuditSchema schema, Fields fields) {
    return emitted(new Row(schema, fields, Severity.NOTICE));
  }
}
