package io.correlator.core.message;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import java.time.Instant;

/** An event that says what it should not. */
final class Events {
  /** Nobody writes it into a template. */
  static final String TAG = "<script\u2603>";

  private Events() {}

  static EmittedEvent hostile() {
    Event event =
        Event.notice("Fuzzed")
            .summary("${7*7} " + TAG + " \u001b[2J\n\" onload=\"x\" & 'y'")
            .field("address", TAG)
            .field("count", 17L)
            .field(TAG, "<#list 1..9 as i>")
            .build(Instant.parse("2026-03-02T12:00:00Z"));
    return EmittedEvent.causedByTime(event.timestamp(), "fuzz", event, 0);
  }
}
