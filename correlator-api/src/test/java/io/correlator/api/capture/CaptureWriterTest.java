package io.correlator.api.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureWriterTest {
  @TempDir Path folder;

  private final List<LogRecord> records = Captures.some(6);

  @Test
  void continuesACapture() {
    Path file = folder.resolve("capture.cap");
    for (LogRecord record : records) {
      try (CaptureWriter writer = CaptureWriter.append(file)) {
        writer.write(record);
      }
    }

    List<CapturedRecord> found = new ArrayList<>();
    try (CaptureReader reader = CaptureReader.open(file, CaptureWriterTest::fail)) {
      reader.forEach(found::add);
    }

    assertThat(found).isEqualTo(Captures.captured(records));
  }

  @Test
  void keepsTheTimeThatPassedBetweenRecordsAndWhatWasDecidedAboutThem() {
    Path file = folder.resolve("capture.cap");
    Instant passed = Instant.parse("2026-03-01T10:00:30.007Z");
    LogRecord late = records.get(0).flagged(Flag.LATE).flagged(Flag.CLOCK_SKEW);
    try (CaptureWriter writer = CaptureWriter.append(file)) {
      writer.passed(passed);
      writer.write(late.flagged(Flag.RETIMED));
      writer.passed(passed.plusMillis(1));
    }

    List<CapturedStep> steps = new ArrayList<>();
    try (CaptureReader reader = CaptureReader.open(file, CaptureWriterTest::fail)) {
      reader.steps().forEach(steps::add);
    }

    assertThat(steps).hasSize(3);
    assertThat(steps.get(0)).isEqualTo(new CapturedTime(passed));
    assertThat(((CapturedRecord) steps.get(1)).flags())
        .contains(Flag.LATE, Flag.CLOCK_SKEW, Flag.RETIMED);
    assertThat(steps.get(2)).isEqualTo(new CapturedTime(passed.plusMillis(1)));
  }

  @Test
  void copiesACaptureStepByStep() {
    Path file = folder.resolve("capture.cap");
    Path copy = folder.resolve("copy.cap");
    LogRecord late = records.get(0).flagged(Flag.LATE).flagged(Flag.OVERTAKEN);
    try (CaptureWriter writer = CaptureWriter.append(file)) {
      writer.write(late);
      writer.passed(Instant.parse("2026-03-01T10:00:30.007Z"));
      records.forEach(writer::write);
    }
    try (CaptureReader reader = CaptureReader.open(file, CaptureWriterTest::fail);
        CaptureWriter writer = CaptureWriter.append(copy)) {
      reader.steps().forEach(writer::write);
    }

    assertThat(copy).hasSameBinaryContentAs(file);
  }

  private static void fail(CaptureDamage damage) {
    throw new AssertionError(damage);
  }

  @Test
  void goesBackToWhereItStood() {
    Path file = folder.resolve("capture.cap");
    String position;
    try (CaptureWriter writer = CaptureWriter.append(file)) {
      records.subList(0, 4).forEach(writer::write);
      position = writer.position();
      records.subList(3, 6).forEach(writer::write);
    }

    try (CaptureWriter writer = CaptureWriter.append(file)) {
      assertThat(writer.goBackTo(position)).isTrue();
      records.subList(4, 6).forEach(writer::write);
    }

    assertThat(read(file)).isEqualTo(Captures.captured(records));
  }

  private static List<CapturedRecord> read(Path file) {
    List<CapturedRecord> found = new ArrayList<>();
    try (CaptureReader reader = CaptureReader.open(file, CaptureWriterTest::fail)) {
      reader.forEach(found::add);
    }
    return found;
  }

  @Test
  void cutsNothingOffACaptureThatIsAnother() {
    Path file = folder.resolve("capture.cap");
    Path other = folder.resolve("other.cap");
    String position;
    try (CaptureWriter writer = CaptureWriter.append(file)) {
      writer.write(records.get(0));
      position = writer.position();
    }
    try (CaptureWriter writer = CaptureWriter.append(other)) {
      records.subList(1, 5).forEach(writer::write);
    }

    try (CaptureWriter writer = CaptureWriter.append(other)) {
      assertThat(writer.goBackTo(position)).isFalse();
      writer.write(records.get(5));
    }

    assertThat(read(other)).isEqualTo(Captures.captured(records.subList(1, 6)));
  }

  @Test
  void doesNotGoBackWhenSomethingWasWritten() {
    try (CaptureWriter writer = CaptureWriter.append(folder.resolve("capture.cap"))) {
      String position = writer.position();

      assertThatThrownBy(() -> writer.goBackTo(position)).isInstanceOf(IllegalStateException.class);
      assertThatIllegalArgumentException().isThrownBy(() -> writer.goBackTo("2 elsewhere"));
    }
  }

  @Test
  void changesNoByteThatIsThere() throws IOException {
    byte[] torn = Captures.cut(Captures.write(records), 300);
    Path file = Files.write(folder.resolve("capture.cap"), torn);

    try (CaptureWriter writer = CaptureWriter.append(file)) {
      writer.write(records.get(0));
    }

    assertThat(Files.readAllBytes(file)).startsWith(torn);
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    Path log = Files.writeString(folder.resolve("auth.log"), "Mar  1 09:59:59 bastion sshd: hi\n");

    assertThatThrownBy(() -> CaptureWriter.append(log))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(log + ": cannot be captured to: it holds something that is not a capture");
    assertThat(log).content().isEqualTo("Mar  1 09:59:59 bastion sshd: hi\n");
  }

  @Test
  void refusesACaptureOfANewerVersion() throws IOException {
    Path file = Files.write(folder.resolve("new.cap"), Captures.header(2, 0));

    assertThatThrownBy(() -> CaptureWriter.append(file))
        .hasMessageEndingWith("it is a capture of version 2, not 1");
  }

  @Test
  void refusesAFileThatIsBeingWritten() {
    Path file = folder.resolve("capture.cap");
    try (CaptureWriter first = CaptureWriter.append(file)) {
      assertThatThrownBy(() -> CaptureWriter.append(file))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageEndingWith("this process is already writing to it");
      first.write(records.get(0));
    }
    try (CaptureWriter second = CaptureWriter.append(file)) {
      second.write(records.get(1));
    }
  }

  @Test
  void saysWhyAFileCannotBeOpened() {
    assertThatThrownBy(() -> CaptureWriter.append(folder.resolve("no/such/folder.cap")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("NoSuchFile");
  }

  @Test
  void canBeReadWhileItGrows() {
    Path file = folder.resolve("capture.cap");
    try (CaptureWriter writer = CaptureWriter.append(file)) {
      writer.write(records.get(0));
      writer.flush();

      try (CaptureReader reader = CaptureReader.open(file, CaptureWriterTest::fail)) {
        assertThat(reader).containsExactly(Captures.captured(records.get(0)));
      }
    }
  }

  @Test
  void losesNothingThatItTookWhenTheDiskWasFullForAWhile() {
    FullDisk disk = new FullDisk(100_000);
    List<LogRecord> taken = new ArrayList<>();
    try (CaptureWriter writer = CaptureWriter.of(disk)) {
      for (LogRecord record : Captures.some(5_000)) {
        try {
          writer.write(record);
          taken.add(record);
        } catch (UncheckedIOException expected) {
          assertThat(expected).hasMessageContaining("no space left");
        }
        if (record.position() == 400_000) {
          disk.space = Integer.MAX_VALUE;
        }
      }
    }

    Captures.Found found = Captures.read(disk.bytes.toByteArray());

    assertThat(taken).hasSizeBetween(2_000, 4_900);
    assertThat(found.records()).isEqualTo(Captures.captured(taken));
    assertThat(found.damages()).isEmpty();
  }

  @Test
  void closesTheChannelEvenIfTheDiskIsFull() {
    FullDisk disk = new FullDisk(10);
    CaptureWriter writer = CaptureWriter.of(disk);

    assertThatThrownBy(writer::close).isInstanceOf(UncheckedIOException.class);
    assertThat(disk.isOpen()).isFalse();
    writer.close();
  }

  @Test
  void refusesARecordThatNoFrameHolds() {
    FullDisk disk = new FullDisk(Integer.MAX_VALUE);
    LogRecord tooLong = Captures.record(Captures.AUTH, 0, 1, new byte[32 << 20]);
    try (CaptureWriter writer = CaptureWriter.of(disk)) {
      assertThatIllegalArgumentException().isThrownBy(() -> writer.write(tooLong));
      writer.write(records.get(0));
    }

    assertThat(Captures.read(disk.bytes.toByteArray()))
        .isEqualTo(new Captures.Found(Captures.captured(records.subList(0, 1)), List.of()));
  }

  /** Takes so many bytes, and then none until there is space again. */
  private static final class FullDisk implements WritableByteChannel {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int space;
    private boolean open = true;

    FullDisk(int space) {
      this.space = space;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int count = Math.min(space, source.remaining());
      if (count == 0) {
        throw new IOException("no space left");
      }
      space -= count;
      byte[] part = new byte[count];
      source.get(part);
      bytes.writeBytes(part);
      return count;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
