package io.correlator.api;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes a record with all that is known of it, and reads it back: for engines, which save records
 * that wait or that are kept as evidence. What it shares with all others of its source, its
 * {@linkplain LogRecord#provenance() provenance}, is up to the caller.
 *
 * <p>Nothing is parsed again, so a record that is read has the parts, the time and the flags that
 * it was written with. Any thread may use this.
 */
public final class RecordCodec {
  /** The most bytes believed to follow before they have been seen. */
  private static final int CHUNK = 8192;

  private RecordCodec() {}

  /**
   * Writes all of {@code record} except its provenance.
   *
   * @throws IOException as {@code out} does
   */
  public static void write(LogRecord record, DataOutput out) throws IOException {
    out.writeLong(record.position());
    out.writeLong(record.line());
    out.writeLong(record.received().toEpochMilli());
    record.writeOwn(out);
    byte[] raw = record.rawSlice().toByteArray();
    out.writeInt(raw.length);
    out.write(raw);
  }

  /**
   * Reads a record on bytes of its own.
   *
   * @param provenance of the record that was written
   * @throws IOException as {@code in} does, or if what stands there is no record
   */
  public static LogRecord read(DataInput in, Block.Provenance provenance) throws IOException {
    long position = in.readLong();
    long line = in.readLong();
    long received = in.readLong();
    LogRecord.Own own = LogRecord.Own.read(in);
    byte[] raw = readBytes(in);
    if (!own.fits(raw.length)) {
      throw new InvalidObjectException("a part of a record reaches beyond its end");
    }
    Block block = Block.of(raw, provenance, position, line, Instant.ofEpochMilli(received));
    return new LogRecord(block, own);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new EOFException("a length cannot be " + length);
    }
    byte[] bytes = new byte[Math.min(length, CHUNK)];
    in.readFully(bytes);
    for (int read = bytes.length; read < length; read = bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * read, length));
      in.readFully(bytes, read, bytes.length - read);
    }
    return bytes;
  }
}
