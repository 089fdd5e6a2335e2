package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.RecordSink;
import java.time.Instant;

/**
 * Makes records of lines and hands them on: what all sources have in common, however they find
 * where a line begins and ends. For the thread of one source.
 *
 * <p>A line without a time gets the time of the line before it; the first one gets the reference.
 */
final class RecordAssembler {
  private final Block.Provenance provenance;
  private final RecordParser parser;
  private final RecordSink sink;
  private final RecordHeader header = new RecordHeader();

  private byte[] bytes;
  private Block block;
  private int index;

  // The instant is made when it is needed: files whose lines all have a time never pay for it.
  private Instant fallback;
  private long fallbackEpochMilli;

  RecordAssembler(
      Block.Provenance provenance, RecordParser parser, RecordSink sink, Instant reference) {
    this.provenance = requireNonNull(provenance, "provenance");
    this.parser = requireNonNull(parser, "parser");
    this.sink = requireNonNull(sink, "sink");
    this.bytes = new byte[0];
    this.block = Block.of(bytes, provenance, 0, 0, reference);
    this.fallback = reference;
    this.fallbackEpochMilli = reference.toEpochMilli();
  }

  /**
   * The lines that follow are in {@code bytes}: those that are made into records must not change
   * any more. May be called again with the same bytes, when more have arrived behind them.
   *
   * @param position that of the first byte, or the number of the first record that follows
   * @param line the number of the first line that follows
   * @param received when the bytes arrived
   */
  void begin(byte[] bytes, long position, long line, Instant received) {
    this.bytes = bytes;
    this.block = Block.of(bytes, provenance, position, line, received);
    this.index = 0;
  }

  /** A whole line, without its end. */
  void line(int from, int to) throws InterruptedException {
    parse(from, to);
    hand(block.record(from, to, index, header, fallback()));
  }

  /** The beginning of a line that is too long. */
  void truncatedLine(int from, int to) throws InterruptedException {
    parse(from, to);
    hand(block.truncatedRecord(from, to, index, header, fallback()));
  }

  /**
   * A parser that breaks its promise costs what it found in this line, and not the whole source.
   */
  private void parse(int from, int to) {
    header.reset();
    try {
      parser.parse(bytes, from, to, header);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      header.reset();
      header.failed(ParseFailure.PARSER_ERROR);
    }
  }

  /** The time of the last record, in milliseconds; the reference before the first. */
  long latest() {
    return fallbackEpochMilli;
  }

  private Instant fallback() {
    if (!header.hasTimestamp() && fallback.toEpochMilli() != fallbackEpochMilli) {
      fallback = Instant.ofEpochMilli(fallbackEpochMilli);
    }
    return fallback;
  }

  private void hand(LogRecord record) throws InterruptedException {
    fallbackEpochMilli = record.epochMilli();
    index++;
    sink.accept(record);
  }
}
