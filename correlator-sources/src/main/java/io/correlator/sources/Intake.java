package io.correlator.sources;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.SourceContext;
import java.net.InetAddress;
import java.time.Instant;

/**
 * Where what comes from the network becomes records: all senders share the parser and the numbers.
 * For the thread of the source.
 */
final class Intake {
  private final Block.Provenance provenance;
  private final PresentParser parser;
  private final RecordNumbers numbers;
  private final RecordSink sink;

  /**
   * Goes on where the last run has stopped.
   *
   * @param kind the first word of the source's positions
   * @throws IllegalArgumentException if the saved position cannot be read
   */
  Intake(String kind, String name, FileReading.Options options, SourceContext context) {
    this(kind, name, options, context, new Patient(context.sink()));
  }

  /** As the other one; records go to {@code sink}. */
  Intake(
      String kind,
      String name,
      FileReading.Options options,
      SourceContext context,
      RecordSink sink) {
    this.provenance =
        new Block.Provenance(
            name, 0, Block.Counting.RECORDS, options.format().name(), options.format()::fields);
    this.parser = new PresentParser(options.format(), options.zone(), context.clock().instant());
    this.numbers = RecordNumbers.of(kind, context);
    this.sink = sink;
  }

  /**
   * Whoever was told to stop takes what has come all the same, and sees a little later that it
   * shall stop.
   */
  private record Patient(RecordSink sink) implements RecordSink {
    @Override
    public void accept(LogRecord record) {
      try {
        sink.accept(record);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void flush() throws InterruptedException {
      sink.flush();
    }

    @Override
    public void end() {
      sink.end();
    }
  }

  /** What comes from now on was written up to then. */
  void moveTo(Instant now) {
    parser.moveTo(now);
  }

  /** Makes records of what one sender sends. */
  RecordAssembler from(InetAddress sender) {
    Block.Provenance theirs = provenance.from(sender.getHostAddress());
    return RecordAssembler.numbered(theirs, parser, sink, numbers);
  }

  /** How many records there have been, in this run and before. */
  long count() {
    return numbers.next();
  }

  /** The records from number {@code count} on were not taken. */
  void backTo(long count) {
    numbers.backTo(count);
  }

  void flush() throws InterruptedException {
    sink.flush();
  }
}
