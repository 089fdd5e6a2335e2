package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Slice;
import java.time.Instant;
import java.util.List;

/**
 * The end of an alert that was open, with what came while it was. Key and {@link #firedAt()} tell
 * which {@link Firing} it belongs to.
 *
 * <p>Immutable; may be kept and used by any thread.
 *
 * @param key the key
 * @param firedAt when the alert opened: the {@link Firing#time()}
 * @param time when it closed
 * @param reason why it closed
 * @param suppressed how many events came while it was open
 * @param lastSeen the time of the last event, or of the firing if none came since
 * @param tail the last of those events, oldest first, at most 20
 */
public record Closing(
    Slice key,
    Instant firedAt,
    Instant time,
    Reason reason,
    long suppressed,
    Instant lastSeen,
    List<Sighting> tail) {

  /** Why an alert closed. */
  public enum Reason {
    /** Its time was over. */
    ELAPSED,
    /** What had raised it has passed: an alarm was cleared, a heartbeat came back. */
    CLEARED,
    /** The operator had too many keys; this one was pushed out. */
    EVICTED
  }

  public Closing {
    requireNonNull(key, "key");
    requireNonNull(firedAt, "firedAt");
    requireNonNull(time, "time");
    requireNonNull(reason, "reason");
    requireNonNull(lastSeen, "lastSeen");
    tail = List.copyOf(tail);
  }
}
