package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.SourceContext;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** One run of a {@link FileSource}: reads its inputs one after another. For one thread. */
final class FileReading {
  /** How much of a file is looked at to tell whether it is text. */
  private static final int HEAD = 8 * 1024;

  private final SourceContext context;
  private final Options options;
  private long done;
  private long total;

  /**
   * How the inputs are read.
   *
   * @param format the format of their lines
   * @param zone the zone of times that carry none
   * @param reference what dates without a year are near to; if empty, each input has its own
   * @param blockSize how much is read at once, in bytes
   * @param maxRecordLength how much of a line is kept, in bytes
   */
  record Options(
      RecordFormat format,
      ZoneId zone,
      Optional<Instant> reference,
      int blockSize,
      int maxRecordLength) {}

  FileReading(SourceContext context, Options options) {
    this.context = requireNonNull(context, "context");
    this.options = requireNonNull(options, "options");
  }

  /** Reads all inputs, or until the thread is interrupted. */
  void read(List<Input> inputs) throws InterruptedException {
    total = totalSize(inputs);
    for (Input input : inputs) {
      read(input);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      done += input.size();
      context.progress(done, total);
    }
  }

  private static long totalSize(List<Input> inputs) {
    return inputs.stream().anyMatch(Input::isStream)
        ? 0
        : inputs.stream().mapToLong(Input::size).sum();
  }

  private void read(Input input) throws InterruptedException {
    try (PeekedInput packed = new PeekedInput(input.opener().open())) {
      if (GzipInput.isGzip(packed.peek(2, 2))) {
        try (PeekedInput text = new PeekedInput(new GzipInput(packed))) {
          read(input, packed, text, options.blockSize());
        }
      } else {
        long small = input.size() + input.size() / 4 + 64;
        int firstBlock =
            input.isStream() ? options.blockSize() : (int) Math.min(small, options.blockSize());
        read(input, packed, new PeekedInput(packed), firstBlock);
      }
    } catch (ClosedByInterruptException e) {
      // The thread is still marked as interrupted: the run ends here, as it was told to.
    } catch (IOException e) {
      context.unreadable(input.name(), Reasons.of(e));
    }
  }

  private void read(Input input, PeekedInput packed, PeekedInput text, int firstBlock)
      throws IOException, InterruptedException {
    byte[] head = input.isStream() ? text.peek(3, HEAD) : text.peek(HEAD, HEAD);
    if (ByteOrderMark.isUtf16(head)) {
      context.unreadable(input.name(), Reasons.UTF_16);
      return;
    }
    if (input.origin() == Input.Origin.FOUND && isBinary(head)) {
      context.unreadable(input.name(), Reasons.BINARY);
      return;
    }
    int mark = ByteOrderMark.lengthOfUtf8(head);
    text.skipPeeked(mark);
    LineReader.Limits limits =
        new LineReader.Limits(firstBlock, options.blockSize(), options.maxRecordLength());
    readLines(input, packed, new LineReader(text, assembler(input), context.clock(), mark, limits));
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
        context.sink(),
        reference);
  }

  private void readLines(Input input, PeekedInput packed, LineReader lines)
      throws InterruptedException, ClosedByInterruptException {
    try {
      boolean more = true;
      while (more && !Thread.currentThread().isInterrupted()) {
        if (input.isStream()) {
          context.sink().flush();
        }
        more = lines.read();
        progress(packed.count());
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      context.unreadable(input.name(), Reasons.of(e, lines.position()));
    }
  }

  /** A file may grow while it is read: then there is more in total. */
  private void progress(long read) {
    context.progress(done + read, total == 0 ? 0 : Math.max(total, done + read));
  }
}
