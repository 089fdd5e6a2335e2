package io.correlator.api.capture;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Makes records and captures for the tests of this package. */
final class Captures {
  static final Provenance AUTH =
      new Provenance("auth.log", 7, Counting.BYTES, "rfc3164", record -> Fields.empty());
  static final Provenance UDP =
      new Provenance("udp:514", 0, Counting.RECORDS, "", record -> Fields.empty());

  static final Instant RECEIVED = Instant.parse("2026-03-01T10:00:00.250Z");
  static final Instant WRITTEN = Instant.parse("2026-03-01T09:59:59Z");

  private Captures() {}

  static LogRecord record(Provenance provenance, long position, long line, String text) {
    return record(provenance, position, line, text.getBytes(StandardCharsets.UTF_8));
  }

  static LogRecord record(Provenance provenance, long position, long line, byte[] raw) {
    RecordHeader header = new RecordHeader();
    header.timestamp(WRITTEN.toEpochMilli());
    return Block.of(raw, provenance, position, line, RECEIVED)
        .record(0, raw.length, 0, header, RECEIVED);
  }

  /** Some records of two sources. */
  static List<LogRecord> some(int count) {
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(record(i % 3 == 1 ? UDP : AUTH, 100L * i, i + 1, "line number " + i));
    }
    return records;
  }

  static CapturedRecord captured(LogRecord record) {
    return new CapturedRecord(
        CapturedSource.of(record.provenance()),
        record.position(),
        record.line(),
        record.received(),
        record.timestamp(),
        record.flags(),
        record.rawSlice());
  }

  static List<CapturedRecord> captured(List<LogRecord> records) {
    return records.stream().map(Captures::captured).toList();
  }

  static byte[] write(List<LogRecord> records) {
    return write(records, 1 << 20);
  }

  static byte[] write(List<LogRecord> records, long segmentBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.of(Channels.newChannel(out), segmentBytes)) {
      records.forEach(writer::write);
    }
    return out.toByteArray();
  }

  /** What a reader finds: the records, and what it reports on the way. */
  record Found(List<CapturedRecord> records, List<CaptureDamage> damages) {}

  static Found read(byte[] capture) {
    List<CapturedRecord> records = new ArrayList<>();
    List<CaptureDamage> damages = new ArrayList<>();
    try (CaptureReader reader = reader(capture, damages::add)) {
      reader.forEach(records::add);
    }
    return new Found(records, damages);
  }

  static CaptureReader reader(byte[] capture, Consumer<CaptureDamage> onDamage) {
    return CaptureReader.of(Channels.newChannel(new ByteArrayInputStream(capture)), onDamage);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] latin1) {
    return new String(latin1, StandardCharsets.ISO_8859_1);
  }

  /** A header made by hand, with a good checksum. */
  static byte[] header(int major, int minor) {
    byte[] header =
        concat(bytes(0xf7, 'C', 'O', 'R', 'C', 'A', 'P', 0xf8, major, minor), new byte[6]);
    CRC32C checksum = new CRC32C();
    checksum.update(header, 0, 12);
    ByteBuffer.wrap(header).putInt(12, (int) checksum.getValue());
    return header;
  }

  /** A frame made by hand, with a good checksum. */
  static byte[] frame(int type, byte[] body) {
    ByteBuffer frame = ByteBuffer.allocate(9 + body.length);
    frame.putInt(1 + body.length).putInt(0).put((byte) type).put(body);
    CRC32C checksum = new CRC32C();
    checksum.update(frame.array(), 0, 4);
    checksum.update(frame.array(), 8, 1 + body.length);
    return frame.putInt(4, (int) checksum.getValue()).array();
  }

  /** Where each frame ends in a capture of one segment, after where its header ends. */
  static List<Integer> ends(byte[] capture) {
    List<Integer> ends = new ArrayList<>(List.of(16));
    int end = 16;
    while (end < capture.length) {
      end += 8 + ByteBuffer.wrap(capture).getInt(end);
      ends.add(end);
    }
    return ends;
  }

  static byte[] cut(byte[] capture, int length) {
    return Arrays.copyOf(capture, length);
  }
}
