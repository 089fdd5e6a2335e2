package io.correlator.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static LogRecord record(Instant time) {
    byte[] bytes = "one two".getBytes(UTF_8);
    Provenance source =
        new Provenance("test", 0, Counting.BYTES, "plain", record -> Fields.empty());
    return Block.of(bytes, source, 0, 1, time).record(4, 7, 0, new RecordHeader(), time);
  }

  @Test
  void isANoticeThatSaysItsTypeUnlessToldOtherwise() {
    Event event = Event.builder("thing").timestamp(NOON).build();

    assertThat(event.type()).isEqualTo("thing");
    assertThat(event.summary()).isEqualTo("thing");
    assertThat(event.severity()).isEqualTo(Severity.NOTICE);
    assertThat(event.fields()).isEqualTo(Fields.empty());
    assertThat(event.evidence()).isEmpty();
  }

  @Test
  void comesReadyMadeInThreeSeverities() {
    assertThat(Event.error("e").build(NOON).severity()).isEqualTo(Severity.ERROR);
    assertThat(Event.warning("w").build(NOON).severity()).isEqualTo(Severity.WARNING);
    assertThat(Event.notice("n").build(NOON).severity()).isEqualTo(Severity.NOTICE);
  }

  @Test
  void happensWhenItsLastRecordWasWritten() {
    Event event =
        Event.builder("thing")
            .evidence(List.of(record(NOON), record(NOON.plusSeconds(5))))
            .build(NOON.plusSeconds(60));

    assertThat(event.timestamp()).isEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void happensWhenItSaysBeforeAllElse() {
    Event event =
        Event.builder("thing").evidence(record(NOON)).timestamp(NOON.minusSeconds(1)).build(NOON);

    assertThat(event.timestamp()).isEqualTo(NOON.minusSeconds(1));
  }

  @Test
  void happensNowIfNothingElseIsKnown() {
    assertThat(Event.builder("thing").build(NOON).timestamp()).isEqualTo(NOON);
  }

  @Test
  void needsATime() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Event.builder("thing").build())
        .withMessageContaining("thing needs a timestamp");
  }

  @Test
  void keepsCompactCopiesOfItsEvidence() {
    Event event = Event.builder("thing").evidence(record(NOON)).build();

    LogRecord kept = event.evidence().get(0);
    assertThat(kept.compact()).isSameAs(kept);
    assertThat(kept.raw()).isEqualTo("two");
    assertThat(kept.position()).isEqualTo(4);
  }

  @Test
  void isNamedAfterItsClassIfItHasOne() {
    record Noticed(Instant timestamp, Severity severity, String summary) implements Event {}

    assertThat(new Noticed(NOON, Severity.NOTICE, "x").type()).isEqualTo("Noticed");
  }
}
