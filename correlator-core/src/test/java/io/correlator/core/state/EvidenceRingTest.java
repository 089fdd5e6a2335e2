package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.Records;
import org.junit.jupiter.api.Test;

final class EvidenceRingTest {
  private final EvidenceRing ring = new EvidenceRing(128, 16 << 20, 4, new UndoLog());

  @Test
  void givesBackTheRecordsOfTheNumbersItGave() {
    long first = ring.add(Records.at(1, "first"));
    long second = ring.add(Records.at(2, "second"));

    assertThat(ring.get(first)).get().hasToString("first");
    assertThat(ring.get(second)).get().hasToString("second");
  }

  @Test
  void sparseRecordsAreStillThereAfterTheyGotBytesOfTheirOwn() {
    long first = ring.add(Records.at(1, "first"));
    for (int i = 0; i < 127; i++) {
      ring.add(Records.at(i, "other " + i));
    }

    assertThat(ring.get(first)).get().hasToString("first");
  }

  @Test
  void forgetsWhatNewerRecordsHaveReplaced() {
    long first = ring.add(Records.at(1, "first"));
    for (int i = 0; i < 128; i++) {
      ring.add(Records.at(i, "other " + i));
    }

    assertThat(ring.get(first)).isEmpty();
  }

  @Test
  void knowsNoNumbersItNeverGave() {
    assertThat(ring.get(-1)).isEmpty();
    assertThat(ring.get(0)).isEmpty();
  }
}
