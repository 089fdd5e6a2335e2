package io.correlator.core.runtime;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import java.util.List;
import java.util.Optional;

/**
 * Where a listener stands, for saved state. Immutable.
 *
 * @param listener its name
 * @param position what {@link io.correlator.api.listener.Listener#position()} says
 * @param undelivered the events that it was to have by then and does not have, in order; empty
 *     unless it is being offered some again
 */
public record ListenerCursor(
    String listener, Optional<String> position, List<EmittedEvent> undelivered) {
  public ListenerCursor {
    requireNonNull(listener, "listener");
    requireNonNull(position, "position");
    undelivered = List.copyOf(undelivered);
  }
}
