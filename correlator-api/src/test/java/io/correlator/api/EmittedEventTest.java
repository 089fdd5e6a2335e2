package io.correlator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmittedEventTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
  private static final RecordId RECORD = new RecordId("auth.log", 7, 4096);

  private final Event event =
      Event.warning("brute-force").summary("too many").timestamp(MIDNIGHT).build();

  @Test
  void hasAnIdThatNeverChangesForTheSameInput() {
    // From outside: the first half of sha256sum of "sshd\nbrute-force\nauth.log\n7\n4096\n1".
    assertThat(EmittedEvent.causedBy(RECORD, "sshd", event, 1).id())
        .isEqualTo("b3c112ecc9ab3bc6a49e25e7ebea9637");
  }

  @Test
  void hasAnIdOfItsTimeIfNoRecordBroughtItAbout() {
    Event statistics = Event.notice("CaptureStatistics").timestamp(MIDNIGHT).build();

    assertThat(EmittedEvent.causedByTime(MIDNIGHT, "capture", statistics, 0).id())
        .isEqualTo("b665297f4e8be1454a159c16461c5c49");
  }

  @Test
  void hasAnotherIdIfAnythingThatBroughtItAboutDiffers() {
    Event other = Event.warning("other").timestamp(MIDNIGHT).build();
    Set<String> ids = new HashSet<>();
    for (EmittedEvent emitted :
        List.of(
            EmittedEvent.causedBy(RECORD, "sshd", event, 0),
            EmittedEvent.causedBy(RECORD, "sshd", event, 1),
            EmittedEvent.causedBy(RECORD, "report", event, 0),
            EmittedEvent.causedBy(RECORD, "sshd", other, 0),
            EmittedEvent.causedBy(new RecordId("x.log", 7, 4096), "sshd", event, 0),
            EmittedEvent.causedBy(new RecordId("auth.log", 8, 4096), "sshd", event, 0),
            EmittedEvent.causedBy(new RecordId("auth.log", 7, 4097), "sshd", event, 0),
            EmittedEvent.causedByTime(MIDNIGHT, "sshd", event, 0))) {
      ids.add(emitted.id());
    }

    assertThat(ids).hasSize(8).allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @Test
  void repeatsWhatTheEventSays() {
    EmittedEvent emitted = EmittedEvent.causedBy(RECORD, "sshd", event, 0);

    assertThat(emitted.event()).isSameAs(event);
    assertThat(emitted.origin()).isEqualTo("sshd");
    assertThat(emitted.type()).isEqualTo("brute-force");
    assertThat(emitted.timestamp()).isEqualTo(MIDNIGHT);
    assertThat(emitted.severity()).isEqualTo(Severity.WARNING);
    assertThat(emitted.fields()).isEqualTo(Fields.empty());
    assertThat(emitted.evidence()).isEmpty();
    assertThat(emitted).hasToString("sshd brute-force: too many");
  }

  @Test
  void hasAMessageOnlyIfItWasGivenOne() {
    EmittedEvent bare = EmittedEvent.causedBy(RECORD, "sshd", event, 1);
    EmittedEvent told =
        bare.withMessage((it, format) -> Optional.of(format + " for " + it.origin()));

    assertThat(bare.message(MessageFormat.TEXT)).isEmpty();
    assertThat(told.message(MessageFormat.TEXT)).contains("text for sshd");
    assertThat(told.message(MessageFormat.HTML)).contains("html for sshd");
  }

  @Test
  void staysTheSameWithAMessage() {
    EmittedEvent bare = EmittedEvent.causedBy(RECORD, "sshd", event, 1);
    EmittedEvent told = bare.withMessage((it, format) -> Optional.empty());

    assertThat(told.id()).isEqualTo(bare.id());
    assertThat(told.event()).isSameAs(bare.event());
    assertThat(told).hasToString(bare.toString());
  }
}
