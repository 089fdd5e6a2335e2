package io.correlator.testkit;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions on one event. What fails shows the event. For one thread. */
public final class EventAssert extends AbstractAssert<EventAssert, EmittedEvent> {
  EventAssert(EmittedEvent event) {
    super(event, EventAssert.class);
  }

  /** Asserts its type. */
  public EventAssert hasType(String type) {
    return has("type", type, actual.type());
  }

  /** Asserts which module found it. */
  public EventAssert isFrom(String module) {
    return has("module", module, actual.origin());
  }

  /** Asserts how serious it is. */
  public EventAssert hasSeverity(Severity severity) {
    return has("severity", severity, actual.severity());
  }

  /** Asserts its summary. */
  public EventAssert hasSummary(String summary) {
    return has("summary", summary, actual.summary());
  }

  /** Asserts when it happened. */
  public EventAssert happenedAt(Instant time) {
    return has("time", time, actual.timestamp());
  }

  /**
   * Asserts the value of a field. Numbers, text and maps are compared as {@link Fields} hold them,
   * so {@code hasField("count", 3)} finds a {@code Long}.
   *
   * @throws IllegalArgumentException if {@link Fields} cannot hold such a value
   */
  public EventAssert hasField(String name, Object value) {
    Object held = Fields.of("value", value).get("value").orElseThrow();
    return has("field " + name, Optional.of(held), actual.fields().get(name));
  }

  /** Asserts that it says nothing under this name. */
  public EventAssert hasNoField(String name) {
    return has("field " + name, Optional.empty(), actual.fields().get(name));
  }

  /** Asserts which lines show it, oldest first, and no others. */
  public EventAssert hasEvidence(String... lines) {
    List<String> found = actual.evidence().stream().map(LogRecord::raw).toList();
    return has("evidence", Arrays.asList(lines), found);
  }

  /** Asserts how many records show it. */
  public EventAssert hasEvidenceOf(int records) {
    return has("records of evidence", records, actual.evidence().size());
  }

  /** Asserts which lines of the source show it, by number, oldest first, and no others. */
  public EventAssert hasEvidenceAt(long... lines) {
    List<Long> found = actual.evidence().stream().map(LogRecord::line).toList();
    return has("lines of evidence", Arrays.stream(lines).boxed().toList(), found);
  }

  private EventAssert has(String what, Object expected, Object found) {
    isNotNull();
    if (!Objects.equals(expected, found)) {
      failWithMessage(
          "%s",
          "expected %s %s, but it is %s:\n%s"
              .formatted(what, expected, found, EventTable.of(List.of(actual))));
    }
    return this;
  }
}
