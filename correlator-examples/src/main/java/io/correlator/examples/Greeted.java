package io.correlator.examples;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.Fields;
import io.correlator.api.Severity;
import java.time.Instant;

/** An audit event of your own: one row of a table with a column for the user. */
public record Greeted(Instant timestamp, String user) implements AuditEvent {
  static final AuditSchema SCHEMA = AuditSchema.builder("Greeted").text("user").build();

  @Override
  public AuditSchema schema() {
    return SCHEMA;
  }

  @Override
  public Severity severity() {
    return Severity.INFO;
  }

  @Override
  public String summary() {
    return "greeted " + user;
  }

  @Override
  public Fields fields() {
    return Fields.of("user", user);
  }
}
