package io.correlator.api.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.Severity;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterestTest {
  private static EmittedEvent event(String origin, String type, Severity severity) {
    Event event = Event.builder(type).severity(severity).timestamp(Instant.EPOCH).build();
    return EmittedEvent.causedByTime(Instant.EPOCH, origin, event, 0);
  }

  private static EmittedEvent audit(String origin) {
    record Row(Instant timestamp, Severity severity, String summary, Fields fields)
        implements AuditEvent {
      @Override
      public AuditSchema schema() {
        return AuditSchema.builder("Row").build();
      }
    }

    Event row = new Row(Instant.EPOCH, Severity.NOTICE, "row", Fields.empty());
    return EmittedEvent.causedByTime(Instant.EPOCH, origin, row, 0);
  }

  private final EmittedEvent error = event("sshd", "brute-force", Severity.ERROR);
  private final EmittedEvent debug = event("report", "RecordReported", Severity.DEBUG);

  @Test
  void wantsAllThatModulesFind() {
    assertThat(Interest.everything()).matches(i -> i.matches(error)).matches(i -> i.matches(debug));
    assertThat(Interest.everything().matches(audit("capture"))).isTrue();
  }

  @Test
  void wantsOfTheEngineOnlyWhatGoesWrong() {
    assertThat(Interest.everything().matches(event("engine", "started", Severity.NOTICE)))
        .isFalse();
    assertThat(Interest.everything().matches(event("engine", "lost", Severity.WARNING))).isTrue();
    assertThat(Interest.inAudit().matches(audit("engine"))).isFalse();
  }

  @Test
  void wantsAllOfTheEngineIfItNamesIt() {
    Interest interest = Interest.everything().withOrigins(Set.of(Interest.ENGINE));

    assertThat(interest.matches(event("engine", "started", Severity.NOTICE))).isTrue();
    assertThat(interest.matches(error)).isFalse();
  }

  @Test
  void wantsWhatIsSeriousEnough() {
    assertThat(Interest.atLeast(Severity.ERROR).matches(error)).isTrue();
    assertThat(Interest.atLeast(Severity.CRITICAL).matches(error)).isFalse();
  }

  @Test
  void wantsOnlyItsTypes() {
    assertThat(Interest.inTypes("brute-force", "other").matches(error)).isTrue();
    assertThat(Interest.inTypes("other").matches(error)).isFalse();
  }

  @Test
  void wantsOnlyRowsIfItIsForAudit() {
    assertThat(Interest.inAudit().matches(audit("capture"))).isTrue();
    assertThat(Interest.inAudit().matches(error)).isFalse();
  }

  @Test
  void wantsOnlyWhatMeetsEveryCondition() {
    Interest interest =
        Interest.inTypes("brute-force").withOrigins(Set.of("sshd")).withLeast(Severity.ERROR);

    assertThat(interest.matches(error)).isTrue();
    assertThat(interest.matches(event("sshd", "brute-force", Severity.WARNING))).isFalse();
    assertThat(interest.matches(event("other", "brute-force", Severity.ERROR))).isFalse();
    assertThat(interest.matches(event("sshd", "other", Severity.ERROR))).isFalse();
  }

  @Test
  void saysWhatItWants() {
    assertThat(Interest.everything()).hasToString("all events");
    assertThat(Interest.inAudit()).hasToString("audit events");
    assertThat(Interest.inTypes("b", "a").withOrigins(Set.of("sshd")).withLeast(Severity.ERROR))
        .hasToString("events of type a or b from sshd at least error");
  }
}
