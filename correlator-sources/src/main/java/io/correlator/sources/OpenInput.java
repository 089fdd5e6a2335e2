package io.correlator.sources;

import io.correlator.api.Block;
import io.correlator.api.source.FileDecoder;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.SourceContext;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An input that is being read, from its start or from where an earlier run stopped. For one thread.
 */
final class OpenInput implements Closeable {
  /** How much of a file is looked at to tell whether it is text. */
  private static final int HEAD = 8 * 1024;

  private final Input input;
  private final long incarnation;
  private final PeekedInput packed;
  private final PeekedInput text;
  private final byte[] head;
  private final LineReader lines;
  private final RecordAssembler records;
  private @Nullable Place place;

  /**
   * What an input is read with.
   *
   * @param context the engine
   * @param sink takes its records
   * @param options how lines are read
   */
  record Surroundings(SourceContext context, RecordSink sink, FileReading.Options options) {}

  /** Text that is not read, whatever it says. */
  static final class UnfitException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnfitException(String reason) {
      super(reason);
      this.reason = reason;
    }

    /** For people. */
    String reason() {
      return reason;
    }
  }

  /**
   * Where reading begins.
   *
   * @param offset in the text, unpacked
   * @param line the number of the line there
   * @param inLongLine whether a record was made of the beginning of that line
   * @param believed the time of the line before, in milliseconds
   */
  private record Begin(long offset, long line, boolean inLongLine, OptionalLong believed) {}

  /** What stands right before the beginning is {@code last}, as far as it is looked at. */
  private OpenInput(
      Input input, long incarnation, Opened opened, Begin begin, byte[] last, Surroundings around) {
    this.input = input;
    this.incarnation = incarnation;
    this.packed = opened.packed;
    this.text = opened.text;
    this.head = Arrays.copyOf(opened.head, Math.min(opened.head.length, FileMark.HEAD));
    this.records = assembler(input, incarnation, begin, around);
    this.lines =
        new LineReader(
            text,
            records,
            around.options().format().span(),
            around.context().clock(),
            begin.offset(),
            limits(input, opened, begin, around.options()));
    lines.goOn(begin.line(), begin.inLongLine(), last);
  }

  private static RecordAssembler assembler(
      Input input, long incarnation, Begin begin, Surroundings around) {
    FileReading.Options options = around.options();
    Instant reference =
        options.reference().or(input::lastModified).orElseGet(around.context().clock()::instant);
    RecordFormat format = options.format();
    return new RecordAssembler(
        new Block.Provenance(
            input.name(), incarnation, Block.Counting.BYTES, format.name(), format::fields),
        format.open(new FormatContext(options.zone(), reference)),
        around.sink(),
        begin.believed().isPresent()
            ? Instant.ofEpochMilli(begin.believed().getAsLong())
            : reference);
  }

  private static LineReader.Limits limits(
      Input input, Opened opened, Begin begin, FileReading.Options options) {
    long left = input.size() - begin.offset();
    long small = Math.max(0, left + left / 4) + 64;
    int firstBlock =
        input.isStream() || opened.isPacked
            ? options.blockSize()
            : (int) Math.min(small, options.blockSize());
    return new LineReader.Limits(firstBlock, options.blockSize(), options.maxRecordLength());
  }

  /** An input whose beginning was looked at. */
  private static final class Opened {
    final PeekedInput packed;
    final PeekedInput text;
    final byte[] head;
    final boolean isPacked;

    Opened(PeekedInput packed, PeekedInput text, byte[] head, boolean isPacked) {
      this.packed = packed;
      this.text = text;
      this.head = head;
      this.isPacked = isPacked;
    }
  }

  /** Decides what becomes of an input that was opened; if nothing, it is closed. */
  @FunctionalInterface
  private interface Opening {
    Optional<OpenInput> open(Opened opened) throws IOException;
  }

  /** Reads an input from its start. */
  static OpenInput fromStart(Input input, long incarnation, Surroundings around)
      throws IOException {
    return open(
            input,
            around.options().decoders(),
            opened -> {
              int mark = ByteOrderMark.lengthOfUtf8(opened.head);
              opened.text.skipPeeked(mark);
              Begin begin = new Begin(mark, 1, false, OptionalLong.empty());
              return Optional.of(
                  new OpenInput(input, incarnation, opened, begin, new byte[0], around));
            })
        .orElseThrow();
  }

  /**
   * Reads a file from where someone has stopped; what is packed is unpacked up to there. Empty if
   * the text is another one.
   */
  static Optional<OpenInput> from(Input input, FileMark mark, long incarnation, Surroundings around)
      throws IOException {
    return open(
        input,
        around.options().decoders(),
        opened ->
            lastRead(opened, mark)
                .map(
                    last ->
                        new OpenInput(
                            input,
                            incarnation,
                            opened,
                            new Begin(
                                mark.offset(), mark.line(), mark.inLongLine(), mark.believed()),
                            last,
                            around)));
  }

  /** Goes to a mark, and returns what stands right before it; empty if it is not in this text. */
  private static Optional<byte[]> lastRead(Opened opened, FileMark mark) throws IOException {
    int known = mark.head().length();
    if (opened.head.length < known || !Print.of(opened.head, known).equals(mark.head())) {
      return Optional.empty();
    }
    int tail = mark.tail().length();
    try {
      opened.text.skipNBytes(mark.offset() - tail);
    } catch (EOFException e) {
      return Optional.empty();
    }
    byte[] last = opened.text.readNBytes(tail);
    return Print.of(last).equals(mark.tail()) ? Optional.of(last) : Optional.empty();
  }

  private static Optional<OpenInput> open(Input input, List<FileDecoder> decoders, Opening opening)
      throws IOException {
    PeekedInput packed = new PeekedInput(input.opener().open());
    PeekedInput text = packed;
    Optional<OpenInput> opened = Optional.empty();
    try {
      boolean isPacked = GzipInput.isGzip(packed.peek(2, 2));
      text = new PeekedInput(isPacked ? new GzipInput(packed) : packed);
      byte[] head = peek(input, text);
      Optional<FileDecoder> decoder =
          decoders.stream().filter(each -> each.recognises(head)).findFirst();
      if (decoder.isPresent()) {
        text = new PeekedInput(decoder.get().decode(text, () -> again(input, isPacked)));
      }
      byte[] textHead = decoder.isPresent() ? peek(input, text) : head;
      throwIfUnfit(input, textHead);
      opened = opening.open(new Opened(packed, text, textHead, text != packed));
      return opened;
    } finally {
      if (opened.isEmpty()) {
        text.close();
      }
    }
  }

  private static byte[] peek(Input input, PeekedInput text) {
    return input.isStream() ? text.peek(3, HEAD) : text.peek(HEAD, HEAD);
  }

  private static InputStream again(Input input, boolean isPacked) throws IOException {
    if (input.isStream()) {
      throw new IOException("this has to be read twice, so it must be a file");
    }
    InputStream packed = input.opener().open();
    return isPacked ? new GzipInput(packed) : packed;
  }

  private static void throwIfUnfit(Input input, byte[] head) throws UnfitException {
    if (ByteOrderMark.isUtf16(head)) {
      throw new UnfitException(Reasons.UTF_16);
    }
    if (input.origin() == Input.Origin.FOUND && isBinary(head)) {
      throw new UnfitException(Reasons.BINARY);
    }
  }

  private static boolean isBinary(byte[] head) {
    for (byte b : head) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  /** Reads one block and hands over the lines in it; false if there is nothing left. */
  boolean readBlock() throws IOException, InterruptedException {
    return lines.read();
  }

  String name() {
    return input.name();
  }

  boolean isStream() {
    return input.isStream();
  }

  /** How many bytes of text were read, in this run and before. */
  long position() {
    return lines.position();
  }

  /** How many bytes of the input, packed as it may be, were read or skipped. */
  long count() {
    return packed.count();
  }

  /** The time of the last record, in milliseconds; before the first, where its time begins. */
  long latest() {
    return records.latest();
  }

  /** Where it stands. */
  Supplier<FileMark> place() {
    Place reached = place;
    long modified = modified();
    if (reached == null || !reached.isAt(lines.consumed(), modified)) {
      reached = Place.of(lines, records, incarnation, modified, head, input.name());
      place = reached;
    }
    return reached;
  }

  private long modified() {
    return input
        .lastModified()
        .map(time -> Duration.between(Instant.EPOCH, time).toNanos())
        .orElse(0L);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
