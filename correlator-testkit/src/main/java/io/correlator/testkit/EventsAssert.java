package io.correlator.testkit;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on events in the order in which they came out. What fails shows all of them as a
 * table. For one thread.
 */
public final class EventsAssert extends AbstractAssert<EventsAssert, List<EmittedEvent>> {
  EventsAssert(List<EmittedEvent> events) {
    super(List.copyOf(events), EventsAssert.class);
  }

  /** Asserts that there are none. */
  public EventsAssert isEmpty() {
    return hasSize(0);
  }

  /** Asserts that there is one or more. */
  public EventsAssert isNotEmpty() {
    if (actual.isEmpty()) {
      fail("expected events");
    }
    return this;
  }

  /** Asserts how many there are. */
  public EventsAssert hasSize(int size) {
    if (actual.size() != size) {
      fail("expected %d events, but there are %d".formatted(size, actual.size()));
    }
    return this;
  }

  /** Asserts that there are events of these types, in this order, and no others. */
  public EventsAssert haveTypes(String... types) {
    List<String> expected = Arrays.asList(types);
    if (!types().equals(expected)) {
      fail("expected the types " + expected);
    }
    return this;
  }

  /** Asserts that there are events of these types, in any order, and no others. */
  public EventsAssert haveTypesInAnyOrder(String... types) {
    List<String> expected = new ArrayList<>(Arrays.asList(types));
    List<String> found = new ArrayList<>(types());
    expected.sort(null);
    found.sort(null);
    if (!found.equals(expected)) {
      fail("expected in any order the types " + expected);
    }
    return this;
  }

  /** Asserts that events of these types come in this order; others may come between them. */
  public EventsAssert containInOrder(String... types) {
    int next = 0;
    for (String type : types()) {
      if (next < types.length && type.equals(types[next])) {
        next++;
      }
    }
    if (next < types.length) {
      fail("expected in this order %s: %s is missing".formatted(Arrays.asList(types), types[next]));
    }
    return this;
  }

  /** Asserts that none is of this type. */
  public EventsAssert containNo(String type) {
    if (types().contains(type)) {
      fail("expected no event of type " + type);
    }
    return this;
  }

  /** Asserts that none happened before the one that came out before it. */
  public EventsAssert areInOrderOfTime() {
    for (int i = 1; i < actual.size(); i++) {
      if (actual.get(i).timestamp().isBefore(actual.get(i - 1).timestamp())) {
        fail("expected the order of time, but event %d is before event %d".formatted(i, i - 1));
      }
    }
    return this;
  }

  private List<String> types() {
    return actual.stream().map(EmittedEvent::type).toList();
  }

  /** Goes on with the events of one type. */
  public EventsAssert ofType(String type) {
    return only(event -> event.type().equals(type));
  }

  /** Goes on with the events of one module. */
  public EventsAssert from(String module) {
    return only(event -> event.origin().equals(module));
  }

  /** Goes on with the events that are at least this serious. */
  public EventsAssert atLeast(Severity least) {
    return only(event -> event.severity().isAtLeast(least));
  }

  private EventsAssert only(Predicate<EmittedEvent> wanted) {
    return new EventsAssert(actual.stream().filter(wanted).toList()).as(info.description());
  }

  /** Goes on with the only event. */
  public EventAssert single() {
    return hasSize(1).at(0);
  }

  /** Goes on with the first event. */
  public EventAssert first() {
    return isNotEmpty().at(0);
  }

  /** Goes on with the last event. */
  public EventAssert last() {
    return isNotEmpty().at(actual.size() - 1);
  }

  /** Goes on with the event at this place, counted from 0. */
  public EventAssert at(int index) {
    if (index < 0 || index >= actual.size()) {
      fail("expected an event at " + index);
    }
    return new EventAssert(actual.get(index)).as(info.description());
  }

  /** Asserts something of each event. */
  public EventsAssert each(Consumer<EventAssert> assertion) {
    actual.forEach(event -> assertion.accept(new EventAssert(event).as(info.description())));
    return this;
  }

  private void fail(String message) {
    failWithMessage("%s", message + ":\n" + EventTable.of(actual));
  }
}
