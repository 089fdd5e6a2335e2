package io.correlator.api.capture;

import io.correlator.api.Block.Counting;
import io.correlator.api.Slice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Understands frames whose checksum is right; remembers the sources that a segment defines. */
final class FrameDecoder {
  private final List<CapturedSource> sources = new ArrayList<>();

  /** Thrown for a frame that no writer of this version makes. */
  static final class BadContentException extends Exception {
    private static final long serialVersionUID = 1L;

    BadContentException(String message) {
      super(message);
    }
  }

  /** Sources are known to the end of their segment. */
  void startSegment() {
    sources.clear();
  }

  /** The step of the frame whose type is at {@code from}; null for any other type of frame. */
  @Nullable CapturedStep decode(byte[] bytes, int from, int to) throws BadContentException {
    int type = bytes[from] & 0xff;
    ByteBuffer body = ByteBuffer.wrap(bytes, from + 1, to - from - 1).slice();
    if ((type & CaptureLayout.STUFFED) != 0) {
      body = ByteBuffer.wrap(SegmentMark.unstuff(bytes, from + 1, to));
    }
    return switch (type & ~CaptureLayout.STUFFED) {
      case CaptureLayout.TYPE_RECORD -> record(body);
      case CaptureLayout.TYPE_SOURCE -> {
        define(body);
        yield null;
      }
      case CaptureLayout.TYPE_CONTROL -> control(body);
      default -> null;
    };
  }

  /** What later versions say is skipped, as frames of new types are. */
  private static @Nullable CapturedStep control(ByteBuffer body) throws BadContentException {
    check(body.hasRemaining(), "a control that says nothing");
    return switch (body.get()) {
      case CaptureLayout.CONTROL_PASSED -> {
        check(body.remaining() >= Long.BYTES, "time that passed up to nowhere");
        yield new CapturedTime(Instant.ofEpochMilli(body.getLong()));
      }
      case CaptureLayout.CONTROL_BATCH -> batch(body);
      default -> null;
    };
  }

  private static CapturedBatch batch(ByteBuffer body) throws BadContentException {
    check(body.remaining() >= CaptureLayout.CONTROL_BATCH_BYTES - 1, "a batch without its fields");
    long number = body.getLong();
    long records = body.getLong();
    int count = body.getInt();
    String position = text(body);
    check(count >= 0 && count <= body.remaining() / Integer.BYTES, "a batch without all its notes");
    List<String> notes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      notes.add(text(body));
    }
    return new CapturedBatch(number, records, position, notes);
  }

  private CapturedRecord record(ByteBuffer body) throws BadContentException {
    check(body.remaining() >= CaptureLayout.RECORD_FIELDS_BYTES, "a record without its fields");
    int fieldsBytes = body.get() & 0xff;
    check(
        fieldsBytes >= CaptureLayout.RECORD_FIELDS_BYTES && fieldsBytes <= body.limit(),
        "a record without its fields");
    int flags = body.get();
    int source = body.getInt();
    check(source >= 0 && source < sources.size(), "a record of an undefined source");
    return new CapturedRecord(
        sources.get(source),
        body.getLong(),
        body.getLong(),
        Instant.ofEpochMilli(body.getLong()),
        Instant.ofEpochMilli(body.getLong()),
        CaptureLayout.flagsOf(flags),
        Slice.copyOf(
            body.array(), body.arrayOffset() + fieldsBytes, body.arrayOffset() + body.limit()));
  }

  private void define(ByteBuffer body) throws BadContentException {
    check(body.remaining() >= CaptureLayout.SOURCE_FIELDS_BYTES, "a source without its fields");
    check(body.getInt() == sources.size(), "a source out of order");
    long incarnation = body.getLong();
    Counting counting = counting(body.get());
    String name = text(body);
    String format = text(body);
    String sender = body.hasRemaining() ? text(body) : "";
    sources.add(new CapturedSource(name, sender, incarnation, counting, format));
  }

  private static Counting counting(int code) throws BadContentException {
    check(code == 0 || code == 1, "a source that counts in unknown ways");
    return code == 0 ? Counting.BYTES : Counting.RECORDS;
  }

  private static String text(ByteBuffer body) throws BadContentException {
    check(body.remaining() >= Integer.BYTES, "a text without a length");
    int length = body.getInt();
    check(length >= 0 && length <= body.remaining(), "a text longer than its frame");
    byte[] utf8 = new byte[length];
    body.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static void check(boolean right, String problem) throws BadContentException {
    if (!right) {
      throw new BadContentException(problem);
    }
  }
}
