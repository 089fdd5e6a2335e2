package io.correlator.api.capture;

import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The numbers of the format: what writer and reader must agree on. All integers are big-endian. */
final class CaptureLayout {
  static final int MAJOR_VERSION = 1;
  static final int MINOR_VERSION = 0;

  /** Mark, versions, reserved, checksum of what comes before. */
  static final int HEADER_BYTES = 16;

  static final int MAJOR_AT = 8;
  static final int HEADER_CHECKSUM_AT = 12;

  /** Length, checksum, type; the body follows. The length counts type and body. */
  static final int FRAME_HEAD_BYTES = 9;

  static final int CHECKSUM_AT = 4;
  static final int TYPE_AT = 8;

  /** The longest frame, by its length field; a greater number is damage, not an allocation. */
  static final int MAX_LENGTH = 32 << 20;

  static final int TYPE_SOURCE = 1;
  static final int TYPE_RECORD = 2;
  static final int TYPE_CONTROL = 3;

  /** What a CONTROL says: time has passed. */
  static final int CONTROL_PASSED = 1;

  static final int CONTROL_PASSED_BYTES = 9;

  /** What a CONTROL says: a batch of a journal ends. */
  static final int CONTROL_BATCH = 2;

  /** The size of a batch's body without its texts, each of which has a length. */
  static final int CONTROL_BATCH_BYTES = 21;

  /** Set in the type of a frame whose body is stuffed. */
  static final int STUFFED = 0x80;

  /** The size of a source's body without its name and the name of its format. */
  static final int SOURCE_FIELDS_BYTES = 21;

  /** The size of what stands before the raw bytes in a record's body. */
  static final int RECORD_FIELDS_BYTES = 38;

  /** Not the ordinals: the order of the constants may change, captures stay. */
  private static final Map<Flag, Integer> FLAGS =
      Map.of(
          Flag.TIME_FALLBACK, 1,
          Flag.TRUNCATED, 2,
          Flag.CLOCK_SKEW, 4,
          Flag.LATE, 8,
          Flag.RETIMED, 16,
          Flag.OVERTAKEN, 32,
          Flag.TIME_APPROXIMATE, 64);

  private static final Flag[] KNOWN = FLAGS.keySet().toArray(Flag[]::new);
  private static final int[] CODES = Stream.of(KNOWN).mapToInt(FLAGS::get).toArray();

  private CaptureLayout() {}

  /** The header that begins a segment. */
  static byte[] header() {
    byte[] header = new byte[HEADER_BYTES];
    System.arraycopy(SegmentMark.MARK, 0, header, 0, SegmentMark.MARK.length);
    header[MAJOR_AT] = MAJOR_VERSION;
    header[MAJOR_AT + 1] = MINOR_VERSION;
    ByteBuffer.wrap(header).putInt(HEADER_CHECKSUM_AT, headerChecksum(header, 0));
    return header;
  }

  /** The checksum of a frame that starts at {@code from}: of all its bytes but the checksum. */
  static int frameChecksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, CHECKSUM_AT);
    checksum.update(bytes, from + TYPE_AT, length);
    return (int) checksum.getValue();
  }

  static int headerChecksum(byte[] bytes, int from) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, HEADER_CHECKSUM_AT);
    return (int) checksum.getValue();
  }

  /** Runs for every record that is captured. */
  static int codeOf(LogRecord record) {
    int code = 0;
    for (int i = 0; i < KNOWN.length; i++) {
      if (record.is(KNOWN[i])) {
        code |= CODES[i];
      }
    }
    return code;
  }

  static int codeOf(Set<Flag> flags) {
    return flags.stream().mapToInt(flag -> FLAGS.getOrDefault(flag, 0)).sum();
  }

  static Set<Flag> flagsOf(int code) {
    EnumSet<Flag> flags = EnumSet.allOf(Flag.class);
    flags.removeIf(flag -> (code & FLAGS.getOrDefault(flag, 0)) == 0);
    return flags;
  }
}
