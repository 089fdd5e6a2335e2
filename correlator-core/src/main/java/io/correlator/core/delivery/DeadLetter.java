package io.correlator.core.delivery;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * An event that a listener never took, and why. Immutable.
 *
 * @param listener the name of the listener
 * @param reason why it was given up
 * @param attempts how often it was offered; 0 if it never was
 * @param error what went wrong last, for people; empty if nothing did
 * @param time when it was given up
 * @param event the event
 */
public record DeadLetter(
    String listener, Reason reason, int attempts, String error, Instant time, EmittedEvent event) {
  public DeadLetter {
    requireNonNull(listener, "listener");
    requireNonNull(reason, "reason");
    requireNonNull(error, "error");
    requireNonNull(time, "time");
    requireNonNull(event, "event");
  }

  /** Why an event was given up. */
  public enum Reason {
    /** The listener refused it for good. */
    REJECTED,
    /** The listener threw something, and events are not offered to it twice. */
    FAILED,
    /** It was offered as often or as long as the settings allow. */
    EXHAUSTED,
    /** The engine was closed, and the listener did not take it in time. */
    CLOSED;

    /** The name in lower case, as it stands in the file. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of this name; empty if there is none. */
    public static Optional<Reason> named(String name) {
      for (Reason reason : values()) {
        if (reason.toString().equals(name)) {
          return Optional.of(reason);
        }
      }
      return Optional.empty();
    }
  }
}
