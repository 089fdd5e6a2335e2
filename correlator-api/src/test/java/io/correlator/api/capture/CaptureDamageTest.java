package io.correlator.api.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.LogRecord;
import io.correlator.api.capture.CaptureDamage.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureDamageTest {
  private final List<LogRecord> records = Captures.some(9);

  @Test
  void neverGivesAWrongRecordWhateverSingleByteIsDamaged() {
    byte[] capture = Captures.write(records, 250);
    List<CapturedRecord> good = Captures.captured(records);

    for (int at = 0; at < capture.length; at++) {
      for (int flip : new int[] {0x01, 0x10, 0x80, 0xff}) {
        byte[] damaged = capture.clone();
        damaged[at] ^= (byte) flip;
        Captures.Found found = Captures.read(damaged);

        assertThat(good).as("byte %d ^ %x", at, flip).containsSubsequence(found.records());
        assertThat(found.records()).as("byte %d ^ %x", at, flip).hasSizeLessThan(good.size());
        assertThat(found.damages()).as("byte %d ^ %x", at, flip).hasSize(1);
        CaptureDamage damage = found.damages().get(0);
        assertThat((long) at).isBetween(damage.position(), damage.position() + damage.length() - 1);
      }
    }
  }

  @Test
  void losesOnlyTheRestOfTheSegment() {
    byte[] capture = Captures.write(records, 250);
    int secondSegment = SegmentMark.indexOf(capture, 1, capture.length);
    byte[] damaged = capture.clone();
    damaged[20] ^= 1;

    Captures.Found found = Captures.read(damaged);

    assertThat(found.damages())
        .containsExactly(new CaptureDamage(16, secondSegment - 16, Reason.BAD_CHECKSUM));
    assertThat(found.records())
        .isNotEmpty()
        .isEqualTo(Captures.captured(records).subList(9 - found.records().size(), 9));
  }

  @Test
  void doesNotBelieveASegmentThatStandsInALine() {
    byte[] forged = Captures.write(List.of(Captures.record(Captures.AUTH, 666, 66, "forged")));
    LogRecord attack = Captures.record(Captures.UDP, 1, 0, Captures.concat(forged, forged));
    LogRecord next = Captures.record(Captures.UDP, 2, 0, "next");
    byte[] capture = Captures.write(List.of(attack, next));
    capture[20] ^= 1;

    Captures.Found found = Captures.read(capture);

    assertThat(found.records()).isEmpty();
    assertThat(found.damages()).hasSize(1);
  }

  @Test
  void takesAnImpossibleLengthForDamage() {
    for (byte[] length :
        List.of(
            Captures.bytes(0x02, 0, 0, 1),
            Captures.bytes(0x7f, 0xff, 0xff, 0xff),
            Captures.bytes(0xff, 0xff, 0xff, 0xff),
            Captures.bytes(0, 0, 0, 0))) {
      byte[] capture = Captures.concat(Captures.header(1, 0), length, new byte[1000]);

      assertThat(Captures.read(capture).damages())
          .containsExactly(new CaptureDamage(16, 1004, Reason.BAD_LENGTH));
    }
  }

  @Test
  void reportsTheZerosThatACrashMayLeave() {
    byte[] capture = Captures.concat(Captures.write(records), new byte[4096]);

    Captures.Found found = Captures.read(capture);

    assertThat(found.records()).isEqualTo(Captures.captured(records));
    assertThat(found.damages()).extracting(CaptureDamage::length).containsExactly(4096L);
  }

  @Test
  void reportsAFileOfAnotherKindAsAWhole() {
    byte[] log =
        Captures.latin1("Mar  1 09:59:59 bastion sshd[7]: Connection closed\n".repeat(9999));

    assertThat(Captures.read(log).damages())
        .containsExactly(new CaptureDamage(0, log.length, Reason.NO_SEGMENT));
  }

  @Test
  void skipsASegmentOfANewerVersion() {
    byte[] newer =
        Captures.concat(Captures.header(2, 0), Captures.frame(2, new byte[100]), new byte[50]);
    byte[] capture = Captures.concat(newer, Captures.write(records));

    Captures.Found found = Captures.read(capture);

    assertThat(found.records()).isEqualTo(Captures.captured(records));
    assertThat(found.damages())
        .containsExactly(new CaptureDamage(0, newer.length, Reason.UNSUPPORTED_VERSION));
  }

  @Test
  void findsTheNextSegmentWhereverItStands() {
    byte[] good = Captures.write(records);
    for (int junk : new int[] {1, 7, 8, 9, 65_520, 65_528, 65_529, 65_535, 65_536, 200_000}) {
      byte[] capture = Captures.concat(new byte[junk], good);

      Captures.Found found = Captures.read(capture);

      assertThat(found.records()).as("after %d", junk).isEqualTo(Captures.captured(records));
      assertThat(found.damages()).extracting(CaptureDamage::length).containsExactly((long) junk);
    }
  }

  @Test
  void givesNoTimeToManyFramesThatClaimToBeHuge() {
    byte[] torn = Captures.concat(Captures.header(1, 0), Captures.bytes(0x01, 0xff, 0xff, 0xff));
    byte[] capture = new byte[torn.length * 200_000];
    for (int i = 0; i < capture.length; i++) {
      capture[i] = torn[i % torn.length];
    }

    assertThat(Captures.read(capture).damages()).hasSize(200_000);
  }

  @Test
  void stopsWhenTheReportThrows() {
    byte[] capture = Captures.cut(Captures.write(records), 200);

    try (CaptureReader reader =
        Captures.reader(
            capture,
            damage -> {
              throw new IllegalStateException(damage.toString());
            })) {
      List<CapturedRecord> found = new ArrayList<>();
      assertThatThrownBy(() -> reader.forEach(found::add))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching("\\d+ bytes at offset \\d+: cut short");
      assertThat(found).hasSize(1);
    }
  }

  @Test
  void goesOnWhereTheFirstIteratorStopped() {
    try (CaptureReader reader = Captures.reader(Captures.write(records), damage -> {})) {
      CapturedRecord first = reader.iterator().next();
      Iterator<CapturedRecord> second = reader.iterator();

      assertThat(first.position()).isEqualTo(0);
      assertThat(second.next().position()).isEqualTo(100);
    }
  }

  @Test
  void survivesAnyBytes() throws IOException {
    // A short linear walk through bit patterns; each is a header followed by noise.
    for (int seed = 0; seed < 2000; seed++) {
      byte[] noise = new byte[64];
      long state = seed;
      for (int i = 0; i < noise.length; i++) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        noise[i] = (byte) (state >>> 56);
      }
      Captures.Found found = Captures.read(Captures.concat(Captures.header(1, 0), noise));

      assertThat(found.records()).isEmpty();
      assertThat(found.damages()).isNotEmpty();
    }
  }
}
