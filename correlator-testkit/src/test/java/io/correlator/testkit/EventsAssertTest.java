package io.correlator.testkit;

import static io.correlator.testkit.CorrelatorAssertions.assertThatEvents;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventsAssertTest {
  private static final EmittedEvent NOTICE =
      event("sshd", Event.notice("Login").summary("alice \u001b[2J").field("count", 3));
  private static final EmittedEvent ALARM = event("scan", Event.error("Scan").summary("a scan"));
  private static final List<EmittedEvent> EVENTS = List.of(NOTICE, ALARM, NOTICE);

  private static EmittedEvent event(String module, Event.Builder event) {
    return EmittedEvent.causedByTime(
        TestPipeline.START, module, event.build(TestPipeline.START), 0);
  }

  @Test
  void narrowsDownToOneEvent() {
    assertThatEvents(EVENTS)
        .hasSize(3)
        .haveTypes("Login", "Scan", "Login")
        .haveTypesInAnyOrder("Scan", "Login", "Login")
        .containInOrder("Scan", "Login")
        .containNo("Logout")
        .areInOrderOfTime()
        .from("scan")
        .atLeast(Severity.ERROR)
        .single()
        .hasType("Scan")
        .happenedAt(TestPipeline.START)
        .hasEvidenceOf(0);
    assertThatEvents(EVENTS).ofType("Login").hasSize(2).first().hasField("count", 3);
  }

  @Test
  void whatFailsShowsTheEventsAsATable() {
    assertThatThrownBy(() -> assertThatEvents(EVENTS).hasSize(2))
        .isInstanceOf(AssertionError.class)
        .message()
        .isEqualTo(
            """
            expected 2 events, but there are 3:
            #  time                  severity  module  type   summary          fields     evidence
            0  2026-03-01T10:00:00Z  notice    sshd    Login  alice \\u001b[2J  {count=3}  0 records
            1  2026-03-01T10:00:00Z  error     scan    Scan   a scan           {}         0 records
            2  2026-03-01T10:00:00Z  notice    sshd    Login  alice \\u001b[2J  {count=3}  0 records
            """);
  }

  @Test
  void saysWhatAFieldHoldsInstead() {
    assertThatThrownBy(() -> assertThatEvents(EVENTS).first().hasField("count", 4))
        .hasMessageContaining("expected field count Optional[4], but it is Optional[3]");
  }

  @Test
  void everyAssertionCanFail() {
    assertFails(() -> assertThatEvents(EVENTS).isEmpty());
    assertFails(() -> assertThatEvents(List.of()).isNotEmpty());
    assertFails(() -> assertThatEvents(EVENTS).haveTypes("Login", "Login", "Scan"));
    assertFails(() -> assertThatEvents(EVENTS).haveTypesInAnyOrder("Login", "Scan"));
    assertFails(() -> assertThatEvents(EVENTS).containInOrder("Scan", "Scan"));
    assertFails(() -> assertThatEvents(EVENTS).containNo("Scan"));
    assertFails(() -> assertThatEvents(EVENTS).ofType("Login").single());
    assertFails(() -> assertThatEvents(EVENTS).at(3));
    assertFails(() -> assertThatEvents(EVENTS).each(event -> event.isFrom("sshd")));
    assertFails(() -> assertThatEvents(EVENTS).last().hasSeverity(Severity.ERROR));
    assertFails(() -> assertThatEvents(EVENTS).last().hasNoField("count"));
    assertFails(() -> assertThatEvents(EVENTS).last().hasEvidence("line"));
    assertFails(() -> assertThatEvents(EVENTS).last().happenedAt(TestPipeline.START.plusMillis(1)));
  }

  private static void assertFails(Runnable assertion) {
    assertThatThrownBy(assertion::run).isInstanceOf(AssertionError.class);
  }
}
