package io.correlator.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.capture.CaptureDamage.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What later minor versions may add without harm, and what makes no sense in any. */
class CaptureVersioningTest {
  private static final byte[] SOURCE =
      Captures.concat(
          Captures.bytes(0, 0, 0, 0), // number
          Captures.bytes(0, 0, 0, 0, 0, 0, 0, 9), // incarnation
          Captures.bytes(1), // counting
          Captures.bytes(0, 0, 0, 1, 'n'),
          Captures.bytes(0, 0, 0, 1, 'f'));

  private static byte[] recordBody(int fields, int flags, int source, String rest) {
    return ByteBuffer.allocate(38 + rest.length())
        .put((byte) fields)
        .put((byte) flags)
        .putInt(source)
        .putLong(5)
        .putLong(6)
        .putLong(7)
        .putLong(8)
        .put(Captures.latin1(rest))
        .array();
  }

  private static Captures.Found read(byte[]... frames) {
    return Captures.read(Captures.concat(Captures.header(1, 3), Captures.concat(frames)));
  }

  @Test
  void skipsFramesOfUnknownTypes() {
    Captures.Found found =
        read(
            Captures.frame(3, Captures.latin1("watermark")),
            Captures.frame(1, SOURCE),
            Captures.frame(31, new byte[0]),
            Captures.frame(2, recordBody(38, 0, 0, "raw")));

    assertThat(found.records())
        .extracting(record -> record.raw().toString())
        .containsExactly("raw");
    assertThat(found.damages()).isEmpty();
  }

  @Test
  void skipsControlsOfUnknownKinds() {
    Captures.Found found =
        read(
            Captures.frame(3, Captures.bytes(9, 0)),
            Captures.frame(1, SOURCE),
            Captures.frame(2, recordBody(38, 0, 0, "raw")));

    assertThat(found.records()).hasSize(1);
    assertThat(found.damages()).isEmpty();
  }

  @Test
  void reportsTimeThatPassedUpToNowhere() {
    Captures.Found found = read(Captures.frame(3, Captures.bytes(1, 0, 0)));

    assertThat(found.damages())
        .extracting(CaptureDamage::reason)
        .containsExactly(CaptureDamage.Reason.BAD_CONTENT);
  }

  @Test
  void skipsWhatStandsBetweenTheKnownFieldsAndTheRawBytes() {
    Captures.Found found =
        read(Captures.frame(1, SOURCE), Captures.frame(2, recordBody(42, 0, 0, "moreraw")));

    assertThat(found.records())
        .extracting(record -> record.raw().toString())
        .containsExactly("raw");
  }

  @Test
  void skipsWhatFollowsTheKnownFieldsOfASource() {
    Captures.Found found =
        read(
            Captures.frame(1, Captures.concat(SOURCE, new byte[4], Captures.latin1("more"))),
            Captures.frame(2, recordBody(38, 0, 0, "raw")));

    assertThat(found.records()).hasSize(1);
  }

  @Test
  void doesNotMindUnknownFlags() {
    Captures.Found found =
        read(Captures.frame(1, SOURCE), Captures.frame(2, recordBody(38, 0x80, 0, "raw")));

    assertThat(found.records().get(0).flags()).isEmpty();
  }

  @Test
  void reportsContentThatMakesNoSense() {
    List<byte[]> nonsense =
        List.of(
            Captures.frame(2, new byte[0]),
            Captures.frame(2, recordBody(37, 0, 0, "raw")),
            Captures.frame(2, recordBody(42, 0, 0, "raw")),
            Captures.frame(2, recordBody(38, 0, 1, "undefined source")),
            Captures.frame(2, recordBody(38, 0, -1, "undefined source")),
            Captures.frame(1, new byte[5]),
            Captures.frame(1, SOURCE), // defined twice
            Captures.frame(1, sourceWith(3, 2)), // out of order
            Captures.frame(1, sourceWith(12, 2)), // counts in unknown ways
            Captures.frame(1, sourceWith(13, 0x7f)), // name longer than the frame
            Captures.frame(1, sourceWith(13, 0xff)), // name of negative length
            Captures.frame(1, sourceWith(16, 5))); // name up to the end of the frame

    for (byte[] frame : nonsense) {
      Captures.Found found = read(Captures.frame(1, SOURCE), frame);

      assertThat(found.damages())
          .containsExactly(new CaptureDamage(25 + SOURCE.length, frame.length, Reason.BAD_CONTENT));
    }
  }

  /** A second source with one byte changed. */
  private static byte[] sourceWith(int index, int value) {
    byte[] source = SOURCE.clone();
    source[3] = 1;
    source[index] = (byte) value;
    return source;
  }
}
