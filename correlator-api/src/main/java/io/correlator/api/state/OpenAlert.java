package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An alert that is open at this moment.
 *
 * @param firedAt when it opened
 * @param suppressed how many events came since
 * @param lastSeen the time of the last of them, or of the firing if none came
 */
public record OpenAlert(Instant firedAt, long suppressed, Instant lastSeen) {
  public OpenAlert {
    requireNonNull(firedAt, "firedAt");
    requireNonNull(lastSeen, "lastSeen");
  }
}
