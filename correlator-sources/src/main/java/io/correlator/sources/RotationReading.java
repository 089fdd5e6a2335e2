package io.correlator.sources;

import io.correlator.api.Block;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.SourceContext;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of one rotation one after another, a block at a time; usually there is just one
 * file. What cannot be read is reported, and the next file is read. For one thread.
 *
 * <p>Ordered by how far each has come in time; who has read nothing yet is first.
 */
final class RotationReading implements Comparable<RotationReading> {
  /** How much of a file is looked at to tell whether it is text. */
  private static final int HEAD = 8 * 1024;

  private final Deque<Input> inputs;
  private final SourceContext context;
  private final RecordSink sink;
  private final FileReading.Options options;
  private final Progress progress;
  private final int number;
  private @Nullable OpenInput open;
  private long reached = Long.MIN_VALUE;

  /** How much of the open file progress knows of; the first bytes are read while opening. */
  private long counted;

  /** An input that is being read. */
  private record OpenInput(
      Input input,
      PeekedInput packed,
      PeekedInput text,
      LineReader lines,
      RecordAssembler records) {}

  RotationReading(
      List<Input> inputs,
      SourceContext context,
      RecordSink sink,
      FileReading.Options options,
      Progress progress,
      int number) {
    this.inputs = new ArrayDeque<>(inputs);
    this.context = context;
    this.sink = sink;
    this.options = options;
    this.progress = progress;
    this.number = number;
  }

  /** Reads one block; false if there is nothing left. */
  boolean readBlock() throws InterruptedException {
    OpenInput now = open;
    if (now == null) {
      Input next = inputs.poll();
      if (next == null) {
        sink.end();
        return false;
      }
      open(next);
      return true;
    }
    if (!readBlock(now)) {
      close();
    }
    return true;
  }

  private void open(Input input) {
    try {
      PeekedInput packed = new PeekedInput(input.opener().open());
      boolean kept = false;
      try {
        kept = open(input, packed);
      } finally {
        if (!kept) {
          packed.close();
        }
      }
    } catch (ClosedByInterruptException e) {
      // The thread is still marked as interrupted: the run ends here, as it was told to.
    } catch (IOException e) {
      context.unreadable(input.name(), Reasons.of(e));
    }
  }

  private boolean open(Input input, PeekedInput packed) throws IOException {
    if (GzipInput.isGzip(packed.peek(2, 2))) {
      return open(input, packed, new PeekedInput(new GzipInput(packed)), options.blockSize());
    }
    long small = input.size() + input.size() / 4 + 64;
    int firstBlock =
        input.isStream() ? options.blockSize() : (int) Math.min(small, options.blockSize());
    return open(input, packed, new PeekedInput(packed), firstBlock);
  }

  private boolean open(Input input, PeekedInput packed, PeekedInput text, int firstBlock) {
    byte[] head = input.isStream() ? text.peek(3, HEAD) : text.peek(HEAD, HEAD);
    if (ByteOrderMark.isUtf16(head)) {
      context.unreadable(input.name(), Reasons.UTF_16);
      return false;
    }
    if (input.origin() == Input.Origin.FOUND && isBinary(head)) {
      context.unreadable(input.name(), Reasons.BINARY);
      return false;
    }
    int mark = ByteOrderMark.lengthOfUtf8(head);
    text.skipPeeked(mark);
    LineReader.Limits limits =
        new LineReader.Limits(firstBlock, options.blockSize(), options.maxRecordLength());
    RecordAssembler records = assembler(input);
    LineReader lines = new LineReader(text, records, context.clock(), mark, limits);
    open = new OpenInput(input, packed, text, lines, records);
    counted = 0;
    return true;
  }

  private static boolean isBinary(byte[] head) {
    for (byte b : head) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private RecordAssembler assembler(Input input) {
    Instant reference =
        options.reference().or(input::lastModified).orElseGet(context.clock()::instant);
    RecordFormat format = options.format();
    return new RecordAssembler(
        new Block.Provenance(input.name(), 0, Block.Counting.BYTES, format.name(), format::fields),
        format.open(new FormatContext(options.zone(), reference)),
        sink,
        reference);
  }

  private boolean readBlock(OpenInput now) throws InterruptedException {
    try {
      if (now.input().isStream()) {
        sink.flush();
      }
      boolean more = now.lines().read();
      reached = now.records().latest();
      progress.add(now.packed().count() - counted);
      counted = now.packed().count();
      return more;
    } catch (ClosedByInterruptException e) {
      return false;
    } catch (IOException e) {
      context.unreadable(now.input().name(), Reasons.of(e, now.lines().position()));
      return false;
    }
  }

  /** Lets go of the file that is open, if any. */
  void close() {
    OpenInput now = open;
    open = null;
    if (now != null) {
      try {
        now.text().close();
        now.packed().close();
      } catch (IOException e) {
        context.unreadable(now.input().name(), Reasons.of(e));
      }
    }
  }

  @Override
  public int compareTo(RotationReading other) {
    int byTime = Long.compare(reached, other.reached);
    return byTime != 0 ? byTime : Integer.compare(number, other.number);
  }
}
