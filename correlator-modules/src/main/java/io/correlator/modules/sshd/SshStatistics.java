package io.correlator.modules.sshd;

import static java.util.Objects.requireNonNull;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.Fields;
import io.correlator.api.Severity;
import java.time.Instant;

/**
 * The logins of one period, usually a day in UTC, in numbers. Immutable; may be used by any thread.
 *
 * @param start when the period began, inclusive
 * @param end when it ended, exclusive
 * @param partial whether it was cut short because the input ended
 * @param succeeded how many logins succeeded
 * @param failed how many tries failed
 * @param failedWithoutSuccess how many of these came from addresses from which nobody logged in
 *     during the period: what is left when people who mistype are taken away
 * @param addressesOverLimit how many addresses reached the threshold at least once
 * @param approximate whether so many addresses or connections were seen that some had to be
 *     forgotten, so that the numbers may be off
 */
public record SshStatistics(
    Instant start,
    Instant end,
    boolean partial,
    long succeeded,
    long failed,
    long failedWithoutSuccess,
    long addressesOverLimit,
    boolean approximate)
    implements AuditEvent {
  private static final AuditSchema SCHEMA =
      AuditSchema.builder("SshStatistics")
          .timestamp("start")
          .timestamp("end")
          .bool("partial")
          .integer("succeeded")
          .integer("failed")
          .integer("failedWithoutSuccess")
          .integer("addressesOverLimit")
          .bool("approximate")
          .build();

  public SshStatistics {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
  }

  @Override
  public AuditSchema schema() {
    return SCHEMA;
  }

  /** The end of the period. */
  @Override
  public Instant timestamp() {
    return end;
  }

  @Override
  public Severity severity() {
    return Severity.INFO;
  }

  @Override
  public String summary() {
    return "%d logins succeeded, %d failed (%d from addresses without success), %d addresses over the limit"
        .formatted(succeeded, failed, failedWithoutSuccess, addressesOverLimit);
  }

  @Override
  public Fields fields() {
    return Fields.builder()
        .put("start", start)
        .put("end", end)
        .put("partial", partial)
        .put("succeeded", succeeded)
        .put("failed", failed)
        .put("failedWithoutSuccess", failedWithoutSuccess)
        .put("addressesOverLimit", addressesOverLimit)
        .put("approximate", approximate)
        .build();
  }
}
