package io.correlator.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.capture.CaptureDamage.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A writer may die after any byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptureCutTest {
  private final List<LogRecord> old = Captures.some(6);
  private final List<LogRecord> later =
      List.of(
          Captures.record(Captures.UDP, 900, 0, "after the restart"),
          Captures.record(Captures.AUTH, 901, 90, "and one more"));
  private final byte[] whole = Captures.write(old);
  private final List<Integer> ends = Captures.ends(whole);

  /** After each end in {@link #ends}, how many records are whole. */
  private final List<Integer> wholeRecords = new ArrayList<>();

  @BeforeAll
  void countRecords() {
    int records = 0;
    for (int end : ends) {
      boolean record = end > 16 && whole[ends.get(wholeRecords.size() - 1) + 8] == 2;
      records += record ? 1 : 0;
      wholeRecords.add(records);
    }
    assertThat(records).isEqualTo(6);
  }

  @Test
  void readsAllThatIsWholeAndReportsTheRest() {
    for (int cut = 0; cut <= whole.length; cut++) {
      Captures.Found found = Captures.read(Captures.cut(whole, cut));

      assertThat(found.records()).as("cut at %d", cut).isEqualTo(wholeBefore(cut));
      assertThat(found.damages()).as("cut at %d", cut).isEqualTo(tailAt(cut));
    }
  }

  @Test
  void canBeContinuedAfterAnyCut(@TempDir Path folder) throws IOException {
    for (int cut = 0; cut <= whole.length; cut++) {
      Path file = Files.write(folder.resolve(cut + ".cap"), Captures.cut(whole, cut));
      try (CaptureWriter writer = CaptureWriter.append(file)) {
        later.forEach(writer::write);
      }

      List<CapturedRecord> records = new ArrayList<>();
      List<CaptureDamage> damages = new ArrayList<>();
      try (CaptureReader reader = CaptureReader.open(file, damages::add)) {
        reader.forEach(records::add);
      }

      List<CapturedRecord> expected = new ArrayList<>(wholeBefore(cut));
      expected.addAll(Captures.captured(later));
      assertThat(records).as("cut at %d", cut).isEqualTo(expected);
      assertThat(damages).as("cut at %d", cut).isEqualTo(tailAt(cut));
    }
  }

  private List<CapturedRecord> wholeBefore(int cut) {
    int records = 0;
    for (int i = 0; i < ends.size() && ends.get(i) <= cut; i++) {
      records = wholeRecords.get(i);
    }
    return Captures.captured(old.subList(0, records));
  }

  private List<CaptureDamage> tailAt(int cut) {
    int start = 0;
    for (int end : ends) {
      start = end <= cut ? end : start;
    }
    return start == cut
        ? List.of()
        : List.of(new CaptureDamage(start, cut - start, Reason.CUT_SHORT));
  }
}
