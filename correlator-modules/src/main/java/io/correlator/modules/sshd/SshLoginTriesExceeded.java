package io.correlator.modules.sshd;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Logins from one address failed as often as the threshold within the window. While they go on
 * failing that fast it is one attack and this event is not repeated. Immutable; may be used by any
 * thread.
 *
 * @param timestamp when the failure that reached the threshold was certain
 * @param address where from
 * @param failures the threshold
 * @param window the time in which they failed
 * @param evidence the lines that were counted, oldest first, each once
 */
public record SshLoginTriesExceeded(
    Instant timestamp, String address, int failures, Duration window, List<LogRecord> evidence)
    implements Event {
  public SshLoginTriesExceeded {
    requireNonNull(timestamp, "timestamp");
    requireNonNull(address, "address");
    requireNonNull(window, "window");
    evidence = List.copyOf(evidence);
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String summary() {
    return "%s failed to log in %d times within %d s"
        .formatted(address, failures, window.toSeconds());
  }

  @Override
  public Fields fields() {
    return Fields.builder()
        .put("address", address)
        .put("failures", failures)
        .put("window", window)
        .build();
  }
}
