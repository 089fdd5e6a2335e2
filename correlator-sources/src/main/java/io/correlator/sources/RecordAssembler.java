package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.RecordSink;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of lines and hands them on: what all sources have in common, however they find
 * where a line begins and ends. For the thread of one source.
 *
 * <p>A line without a time gets the time of the line before it. As long as no line has had one, it
 * gets the reference, or when it arrived if the source is {@linkplain #live live}.
 */
final class RecordAssembler {
  /** So far may the time of a line be from now. */
  private static final long CONTRADICTION = Duration.ofMinutes(30).toMillis();

  private final Block.Provenance provenance;
  private final RecordParser parser;
  private final RecordSink sink;
  private final RecordHeader header = new RecordHeader();

  private byte[] bytes;
  private Block block;
  private Instant received;

  // What was looked at, and the record in it.
  private int begin;
  private int recordFrom;
  private int recordTo;
  private int rest;

  /** How many lines of the block came before, or how many records if those are numbered. */
  private int index;

  // The instant is made when it is needed: files whose lines all have a time never pay for it.
  private Instant fallback;
  private long fallbackEpochMilli;

  /** Whether the fallback is when a line arrived, because no line has had a time so far. */
  private boolean byArrival;

  /** Where positions come from that are not those of the bytes. */
  private final @Nullable RecordNumbers numbers;

  /** For what ends. */
  RecordAssembler(
      Block.Provenance provenance, RecordParser parser, RecordSink sink, Instant reference) {
    this(provenance, parser, sink, reference, false, null);
  }

  private RecordAssembler(
      Block.Provenance provenance,
      RecordParser parser,
      RecordSink sink,
      Instant reference,
      boolean byArrival,
      @Nullable RecordNumbers numbers) {
    this.provenance = requireNonNull(provenance, "provenance");
    this.parser = requireNonNull(parser, "parser");
    this.sink = requireNonNull(sink, "sink");
    this.bytes = new byte[0];
    this.block = Block.of(bytes, provenance, 0, 0, reference);
    this.received = reference;
    this.fallback = reference;
    this.fallbackEpochMilli = reference.toEpochMilli();
    this.byArrival = byArrival;
    this.numbers = numbers;
  }

  /**
   * For what is read as it comes.
   *
   * @param believed the time of the last line before, in milliseconds, if there was one with a time
   */
  static RecordAssembler live(
      Block.Provenance provenance, RecordParser parser, RecordSink sink, OptionalLong believed) {
    return new RecordAssembler(
        provenance,
        parser,
        sink,
        Instant.ofEpochMilli(believed.orElse(0)),
        believed.isEmpty(),
        null);
  }

  /** For one of several streams that come at the same time: they share the numbers. */
  static RecordAssembler numbered(
      Block.Provenance provenance, RecordParser parser, RecordSink sink, RecordNumbers numbers) {
    return new RecordAssembler(provenance, parser, sink, Instant.EPOCH, true, numbers);
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
    this.received = received;
    this.block =
        numbers == null
            ? Block.of(bytes, provenance, position, line, received)
            : Block.of(bytes, provenance, numbers.next(), 0, received);
    this.index = 0;
    if (byArrival) {
      fallback = received;
      fallbackEpochMilli = received.toEpochMilli();
    }
  }

  /**
   * Looks at whole lines, without the end of the last one.
   *
   * @return where a second record begins in them; {@code to} if there is only one
   */
  int look(int from, int to) {
    parse(from, to);
    begin = from;
    recordFrom = from;
    recordTo = to;
    if (!header.isPart()) {
      return to;
    }
    int rest = header.rest();
    boolean within =
        from <= header.partFrom()
            && header.partFrom() <= header.partTo()
            && header.partTo() <= rest
            && from < rest
            && rest <= to;
    if (!within) {
      header.reset();
      header.failed(ParseFailure.PARSER_ERROR);
      return to;
    }
    recordFrom = header.partFrom();
    recordTo = header.partTo();
    return rest;
  }

  /** Whether a line that goes on behind {@code to} begins with a record that is whole by then. */
  boolean finds(int from, int to) {
    rest = look(from, to);
    return header.isPart() && !header.hasFailed();
  }

  /** Where that begins which follows the record that was {@linkplain #finds found}. */
  int rest() {
    return rest;
  }

  /** Hands on the record that was looked at; so many lines end in it or before the next one. */
  void hand(int lines) throws InterruptedException {
    int before = index + Newlines.count(bytes, begin, recordFrom);
    hand(block.record(recordFrom, recordTo, before, header, fallback()), lines);
  }

  /** Hands on all records of a message that came whole; it has no line numbers. */
  void handAll(int from, int to) throws InterruptedException {
    int next = look(from, to);
    while (next < to) {
      hand(0);
      next = look(next, to);
    }
    hand(0);
  }

  /** The beginning of a record that is too long. */
  void truncatedLine(int from, int to, int lines) throws InterruptedException {
    parse(from, to);
    hand(block.truncatedRecord(from, to, index, header, fallback()), lines);
  }

  /**
   * A parser that breaks its promise costs what it found in this line, and not the whole source.
   */
  private void parse(int from, int to) {
    header.reset();
    try {
      parser.parse(bytes, from, to, header);
      if (header.laterBy() > 0) {
        settleTime();
      }
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      header.reset();
      header.failed(ParseFailure.PARSER_ERROR);
    }
  }

  /**
   * A time that clocks showed twice is the first one, unless that was long ago, and the second is
   * about now. Now is when a message came, and in a file, the time of the line before.
   */
  private void settleTime() {
    long now = numbers == null ? fallbackEpochMilli : received.toEpochMilli();
    long first = header.timestamp().toEpochMilli();
    long second = first + header.laterBy();
    if (now - first > CONTRADICTION && Math.abs(now - second) <= CONTRADICTION) {
      header.approximateTimestamp(second, 0);
    }
  }

  /** The time of the last record, in milliseconds; the reference before the first. */
  long latest() {
    return fallbackEpochMilli;
  }

  /** The time of the last record, in milliseconds, if there was one that has a time. */
  OptionalLong believed() {
    return byArrival ? OptionalLong.empty() : OptionalLong.of(fallbackEpochMilli);
  }

  private Instant fallback() {
    if (!header.hasTimestamp() && fallback.toEpochMilli() != fallbackEpochMilli) {
      fallback = Instant.ofEpochMilli(fallbackEpochMilli);
    }
    return fallback;
  }

  private void hand(LogRecord record, int lines) throws InterruptedException {
    fallbackEpochMilli = record.epochMilli();
    byArrival &= !header.hasTimestamp();
    if (numbers == null) {
      index += lines;
    } else {
      index++;
      numbers.take();
    }
    sink.accept(record);
  }
}
