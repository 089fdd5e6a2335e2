package io.correlator.core.message;

import io.correlator.api.EmittedEvent;
import java.util.Map;

/** The messages of one engine. May be used by any thread. */
public final class Messages {
  private final Map<String, TypeMessages> byType;

  Messages(Map<String, TypeMessages> byType) {
    this.byType = Map.copyOf(byType);
  }

  /**
   * The event with its message, which is rendered when someone asks for it; the event itself, if
   * there is no template for its type. That costs one look into a map, and nothing is allocated.
   */
  public EmittedEvent attach(EmittedEvent event) {
    TypeMessages messages = byType.get(event.type());
    return messages == null ? event : event.withMessage(messages);
  }
}
