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
 * Someone tried to log in over SSH and was not let in. One try is one event, however many lines
 * sshd and PAM write about it. Immutable; may be used by any thread.
 *
 * @param timestamp when that was certain
 * @param user the account asked for, which need not exist; control characters are escaped. Absent
 *     where no line names it
 * @param address where from; never forged by the user's name
 * @param port the port over there, if a line says
 * @param method what was tried, such as {@code password}, if a line says
 * @param failures for how many failed tries this event stands; usually 1, more where a line sums
 *     them up
 * @param evidence the lines that show it: the first that gave cause to wait for the outcome, if
 *     any, and the one that made it certain
 */
public record SshLoginFailed(
    Instant timestamp,
    Optional<String> user,
    String address,
    OptionalInt port,
    Optional<String> method,
    int failures,
    List<LogRecord> evidence)
    implements AuditEvent {
  private static final AuditSchema SCHEMA = LoginColumns.schema("SshLoginFailed");

  public SshLoginFailed {
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
    return Severity.NOTICE;
  }

  @Override
  public String summary() {
    return LoginColumns.name(user) + " failed to log in from " + address;
  }

  @Override
  public Fields fields() {
    return LoginColumns.fields(user, address, port, method, failures);
  }
}
