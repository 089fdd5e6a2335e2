package io.correlator.sources;

import io.correlator.api.Block;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSpan;
import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Trickle;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * One way to read bytes as lines of a format.
 *
 * @param longest how many bytes of a record are kept
 */
record Reading(RecordFormat format, int longest) {
  static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  private static final int LARGE = 1 << 13;

  /** All at once, as far as there is room. */
  Received whole(byte[] bytes) throws Exception {
    return read(new ByteArrayInputStream(bytes), LARGE);
  }

  /** One byte after another, in blocks that are always too small. */
  Received byteByByte(byte[] bytes) throws Exception {
    InputStream in =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1));
          }
        };
    return read(in, 1);
  }

  /** Some bytes at a time, in blocks of some size. */
  Received cut(byte[] bytes, Chance chance) throws Exception {
    return read(new Trickle(bytes, chance.between(1, 100), chance), chance.between(1, 100));
  }

  /** As {@link #cut}, and stopped somewhere: another reader goes on where the first one stood. */
  Received resumed(byte[] bytes, Chance chance) throws Exception {
    Received received = new Received();
    InputStream in = new Trickle(bytes, chance.between(1, 100), chance);
    RecordAssembler assembler = assembler(received, NOW);
    LineReader first = reader(in, assembler, chance.between(1, 100), 0);
    for (int reads = chance.below(20); reads > 0; reads--) {
      if (first.readMore() < 0) {
        break;
      }
    }
    int consumed = (int) first.consumed();
    LineReader second =
        reader(
            new ByteArrayInputStream(bytes, consumed, bytes.length - consumed),
            assembler(received, Instant.ofEpochMilli(assembler.latest())),
            LARGE,
            consumed);
    second.goOn(first.nextLine(), first.inLongLine(), first.lastConsumed());
    while (second.read()) {
      // All the work is done in the condition.
    }
    return received;
  }

  private Received read(InputStream in, int block) throws Exception {
    Received received = new Received();
    LineReader reader = reader(in, assembler(received, NOW), block, 0);
    while (reader.read()) {
      // All the work is done in the condition.
    }
    return received;
  }

  private LineReader reader(InputStream in, RecordAssembler assembler, int block, long position) {
    return new LineReader(
        in,
        assembler,
        format.span(),
        InstantSource.fixed(NOW),
        position,
        new LineReader.Limits(block, block, longest));
  }

  private RecordAssembler assembler(Received received, Instant reference) {
    return new RecordAssembler(
        new Block.Provenance("fuzz", 0, Block.Counting.BYTES, format::fields),
        format.open(new FormatContext(ZoneOffset.UTC, NOW)),
        received,
        reference);
  }

  /** What comes over a connection, all at once. */
  Received connected(byte[] bytes) throws Exception {
    return connected(new ByteArrayInputStream(bytes), LARGE);
  }

  /** What comes over a connection, in pieces. */
  Received connectedCut(byte[] bytes, Chance chance) throws Exception {
    return connected(new Trickle(bytes, chance.between(1, 100), chance), chance.between(1, 100));
  }

  /** What comes over a connection, first up to a place and then the rest. */
  Received connectedCutAt(byte[] bytes, int place) throws Exception {
    InputStream in =
        new java.io.SequenceInputStream(
            new ByteArrayInputStream(bytes, 0, place),
            new ByteArrayInputStream(Arrays.copyOfRange(bytes, place, bytes.length)));
    return connected(in, LARGE);
  }

  private Received connected(InputStream in, int block) throws Exception {
    Received received = new Received();
    RecordSpan span = format.span();
    LineReader reader =
        LineReader.ofConnection(
            in,
            connectionAssembler(received),
            span,
            InstantSource.fixed(NOW),
            new LineReader.Limits(block, block, longest),
            received.faults::add);
    while (reader.readMore() >= 0) {
      // Until the sender ends.
    }
    reader.finishLastLine();
    return received;
  }

  /** What numbers the records of a connection. */
  RecordAssembler connectionAssembler(Received received) {
    return RecordAssembler.numbered(
        new Block.Provenance("fuzz", 0, Block.Counting.RECORDS, format::fields),
        format.open(new FormatContext(ZoneOffset.UTC, NOW)),
        received,
        RecordNumbers.of("fuzz", new Context(received)));
  }
}
