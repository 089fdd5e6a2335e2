package io.correlator.testkit;

import io.correlator.api.EmittedEvent;
import java.util.AbstractList;
import java.util.List;

/** Events in the order in which they came out: a list that can be asserted on. Immutable. */
public final class Events extends AbstractList<EmittedEvent> {
  private final List<EmittedEvent> events;

  Events(List<EmittedEvent> events) {
    this.events = List.copyOf(events);
  }

  /** Starts an assertion on these events. */
  public EventsAssert assertThat() {
    return CorrelatorAssertions.assertThatEvents(events);
  }

  @Override
  public EmittedEvent get(int index) {
    return events.get(index);
  }

  @Override
  public int size() {
    return events.size();
  }

  /** The events as a table, as failed assertions show them. */
  @Override
  public String toString() {
    return EventTable.of(events);
  }
}
