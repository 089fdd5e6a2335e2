package io.correlator.api;

import java.util.Optional;

/**
 * Tells people at length what an event says. Implemented by the engine, from the template that
 * belongs to the event's type; listeners ask {@link EmittedEvent#message}.
 */
@FunctionalInterface
public interface MessageRenderer {
  /**
   * The message of {@code event}; empty if there is none in this format. Called from any thread,
   * several at a time; must not throw.
   */
  Optional<String> render(EmittedEvent event, MessageFormat format);
}
