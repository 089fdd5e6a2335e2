package io.correlator.modules.sshd;

import static java.util.Objects.requireNonNull;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Someone logged in over SSH. Immutable; may be used by any thread.
 *
 * @param timestamp when sshd accepted
 * @param user the account
 * @param address where from; never forged by the user's name
 * @param port the port over there, if the line says
 * @param method how, such as {@code publickey} or {@code password}
 * @param failures how many tries failed on the same connection before
 * @param evidence the line in which sshd says so
 */
public record SshLoginSucceeded(
    Instant timestamp,
    String user,
    String address,
    OptionalInt port,
    Optional<String> method,
    int failures,
    List<LogRecord> evidence)
    implements AuditEvent {
  private static final AuditSchema SCHEMA = LoginColumns.schema("SshLoginSucceeded");

  public SshLoginSucceeded {
    requireNonNull(timestamp, "timestamp");
    requireNonNull(user, "user");
    requireNonNull(address, "address");
    requireNonNull(port, "port");
    requireNonNull(method, "method");
    evidence = List.copyOf(evidence);
  }

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
    return LoginColumns.name(Optional.of(user)) + " logged in from " + address;
  }

  @Override
  public Fields fields() {
    return LoginColumns.fields(Optional.of(user), address, port, method, failures);
  }
}
