package io.correlator.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.function.Function;

/**
 * A run of bytes as a source read it, shared by the records cut out of it.
 *
 * <p>For authors of sources. A block of 64 to 256 KiB is a good size: large enough that reading it
 * costs little per record, small enough for the collector, because a record that is kept keeps its
 * whole block. The bytes must never change once the first record has been cut out of them. Blocks
 * are immutable and may be used by any thread.
 */
public final class Block {
  private final byte[] bytes;
  private final Provenance provenance;
  private final long position;
  private final long line;
  private final long received;

  private Block(
      byte[] bytes, Provenance provenance, long position, long line, long receivedEpochMilli) {
    this.bytes = bytes;
    this.provenance = provenance;
    this.position = position;
    this.line = line;
    this.received = receivedEpochMilli;
  }

  /**
   * Where the records of a source come from.
   *
   * @param source the source's name as configured; for a file, its path as given
   * @param sender the address that the records were sent from, such as {@code 192.0.2.7}; empty if
   *     they were not sent. No part of a record's id
   * @param incarnation see {@link RecordId#incarnation()}
   * @param counting how positions are counted
   * @param format the name of the format that the records are read as, so that a capture of them
   *     can be read again; empty if it has none
   * @param fields reads the named fields of a record on demand; called from any thread
   */
  public record Provenance(
      String source,
      String sender,
      long incarnation,
      Counting counting,
      String format,
      Function<LogRecord, Fields> fields) {
    public Provenance {
      requireNonNull(source, "source");
      requireNonNull(sender, "sender");
      requireNonNull(counting, "counting");
      requireNonNull(format, "format");
      requireNonNull(fields, "fields");
    }

    /** Where records come from that nobody sent. */
    public Provenance(
        String source,
        long incarnation,
        Counting counting,
        String format,
        Function<LogRecord, Fields> fields) {
      this(source, "", incarnation, counting, format, fields);
    }

    /** The same for what {@code newSender} sends. */
    public Provenance from(String newSender) {
      return new Provenance(source, newSender, incarnation, counting, format, fields);
    }

    /** Where records come from whose format has no name. */
    public Provenance(
        String source, long incarnation, Counting counting, Function<LogRecord, Fields> fields) {
      this(source, incarnation, counting, "", fields);
    }
  }

  /** How the position of a record in its source is counted. */
  public enum Counting {
    /** In bytes from the start of the source: the position is the offset of the first byte. */
    BYTES,
    /** In records: the position is a sequence number. For sources whose bytes have no offsets. */
    RECORDS
  }

  /**
   * A block over {@code bytes}, which are not copied.
   *
   * @param position the position of the block's first byte, or the number of its first record,
   *     depending on how the provenance counts
   * @param line the number of the block's first line, from 1; 0 for sources without lines
   * @param received when the bytes arrived
   */
  public static Block of(
      byte[] bytes, Provenance provenance, long position, long line, Instant received) {
    requireNonNull(bytes, "bytes");
    requireNonNull(provenance, "provenance");
    return new Block(bytes, provenance, position, line, received.toEpochMilli());
  }

  /**
   * The record between two indexes of this block.
   *
   * @param from index of the first byte
   * @param to index after the last byte, line end excluded
   * @param index how many records of this block came before; in a block counted in bytes, how many
   *     lines, if some records have more than one
   * @param header what the parser found; read at once, so it can be reused. A header without a time
   *     stamp gives a record with {@link LogRecord.Flag#TIME_FALLBACK}, whose time is {@code
   *     fallback}
   * @param fallback the time of a record that carries none: the last time believed, or the time of
   *     arrival
   * @throws IndexOutOfBoundsException if the record is not within the block
   */
  public LogRecord record(int from, int to, int index, RecordHeader header, Instant fallback) {
    return record(from, to, index, header, fallback, false);
  }

  /**
   * As {@link #record(int, int, int, RecordHeader, Instant)}, for a record whose end was cut off.
   */
  public LogRecord truncatedRecord(
      int from, int to, int index, RecordHeader header, Instant fallback) {
    return record(from, to, index, header, fallback, true);
  }

  private LogRecord record(
      int from, int to, int index, RecordHeader header, Instant fallback, boolean truncated) {
    java.util.Objects.checkFromToIndex(from, to, bytes.length);
    long time = header.hasTimestamp ? header.epochMilli : fallback.toEpochMilli();
    return new LogRecord(this, from, to - from, index, header, time, truncated);
  }

  byte[] bytes() {
    return bytes;
  }

  Provenance provenance() {
    return provenance;
  }

  long receivedEpochMilli() {
    return received;
  }

  long positionOf(int from, int index) {
    return position + (provenance.counting() == Counting.BYTES ? from : index);
  }

  long lineOf(int index) {
    return line == 0 ? 0 : line + index;
  }

  /** A block with nothing but the bytes of one record, which keeps its place in the source. */
  Block only(int from, int to, int index) {
    return new Block(
        java.util.Arrays.copyOfRange(bytes, from, to),
        provenance,
        positionOf(from, index),
        lineOf(index),
        received);
  }
}
