package io.correlator.sources;

import io.correlator.api.Block;
import io.correlator.sources.Siblings.Sibling;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that is followed, from when it is opened until nothing more is expected of it. It stays
 * the same whatever it is renamed to. One that was packed since does not grow any more; its text is
 * what counts. For the thread of one source.
 */
final class GrowingFile implements Closeable {
  private static final int SEARCH_BLOCK = 8 * 1024;

  private final Following.Shared shared;
  private final String key;
  private final String path;
  private final long incarnation;
  private final Opened opened;
  private final FileChannel channel;

  private final PresentParser parser;
  private final RecordAssembler records;
  private final LineReader lines;

  /** Why its text is not read; empty if it is. */
  private final String unfit;

  /** Its beginning, as far as it is there. */
  private byte[] head;

  private final long sizeAtFirst;
  private long modified;
  private Instant lastRead;
  private boolean begun;

  /** Whether it was read to what was its end then: what stands there may be another text now. */
  private boolean atEnd;

  private @Nullable Place place;

  /** What came of reading. */
  enum Outcome {
    /** Something was read; there may be more. */
    READ,
    /** There is no more at present. */
    AT_END,
    /** What had been read is not there any more. */
    REPLACED
  }

  /** Where the lines begin that are read. */
  private record Begin(long position, long line, boolean inLongLine) {
    static final Begin FIRST = new Begin(0, 1, false);
  }

  private GrowingFile(
      Following.Shared shared,
      String name,
      Sibling file,
      Opened opened,
      long incarnation,
      OptionalLong believed,
      Begin begin,
      String unfit)
      throws IOException {
    this.shared = shared;
    this.key = file.key();
    this.path = file.path().toString();
    this.incarnation = incarnation;
    this.opened = opened;
    this.channel = opened.channel;
    this.head = opened.head;
    this.unfit = unfit;
    this.sizeAtFirst = opened.channel.size();
    this.modified = file.modified();
    this.lastRead = shared.context().clock().instant();
    FileReading.Options options =
        shared.options().sharedBy(Math.min(OpenFiles.MOST, Math.max(1, shared.others().count())));
    this.parser = new PresentParser(options.format(), options.zone(), instant(file.modified()));
    Block.Provenance provenance =
        new Block.Provenance(
            name,
            incarnation,
            Block.Counting.BYTES,
            options.format().name(),
            options.format()::fields);
    this.records = RecordAssembler.live(provenance, parser, shared.sink(), believed);
    this.lines =
        new LineReader(
            opened.textFrom(begin.position()),
            records,
            options.format().span(),
            shared.context().clock(),
            begin.position(),
            new LineReader.Limits(
                options.blockSize(), options.blockSize(), options.maxRecordLength()));
    lines.goOn(begin.line(), begin.inLongLine(), opened.before);
    keepHead();
  }

  private static Instant instant(long nanos) {
    return Instant.EPOCH.plus(Duration.ofNanos(nanos));
  }

  /** A file that was opened, and how its text is got at. */
  private static final class Opened implements Closeable {
    final FileChannel channel;
    final @Nullable PeekedInput unpacked;

    /** Its beginning; of a packed file, all that is ever looked at. */
    byte[] head = new byte[0];

    /** What stands right before the place where reading begins. */
    byte[] before = new byte[0];

    Opened(FileChannel channel, boolean isPacked) {
      this.channel = channel;
      this.unpacked =
          isPacked ? new PeekedInput(new GzipInput(Channels.newInputStream(channel))) : null;
    }

    byte[] first() throws IOException {
      PeekedInput text = unpacked;
      if (text != null) {
        head = text.peek(FileMark.HEAD, FileMark.HEAD);
        return head;
      }
      return FileMark.read(channel, 0, ByteOrderMark.LONGEST);
    }

    InputStream textFrom(long position) throws IOException {
      int tail = (int) Math.min(position, LineReader.TAIL);
      PeekedInput text = unpacked;
      if (text != null) {
        text.skipNBytes(position - tail);
        before = text.readNBytes(tail);
        return text;
      }
      before = FileMark.read(channel, position - tail, tail);
      return Channels.newInputStream(channel.position(position));
    }

    @Override
    public void close() throws IOException {
      PeekedInput text = unpacked;
      if (text != null) {
        text.close();
      }
      channel.close();
    }
  }

  /** Opens a file; closes it again if that is all that could be done. */
  @FunctionalInterface
  private interface Opening {
    Optional<GrowingFile> open(Opened file) throws IOException;
  }

  private static Optional<GrowingFile> open(Sibling file, Opening opening) throws IOException {
    Opened opened =
        new Opened(FileChannel.open(file.path(), StandardOpenOption.READ), file.isArchive());
    Optional<GrowingFile> growing = Optional.empty();
    try {
      growing = opening.open(opened);
      return growing;
    } finally {
      if (growing.isEmpty()) {
        opened.close();
      }
    }
  }

  /** Reads a file from its start. Empty if there is too little of it to tell what it is. */
  static Optional<GrowingFile> fromStart(
      Following.Shared shared, String name, Sibling file, long incarnation) throws IOException {
    return open(
        file,
        opened -> {
          byte[] first = opened.first();
          return ByteOrderMark.mayBegin(first)
              ? Optional.empty()
              : Optional.of(
                  new GrowingFile(
                      shared,
                      name,
                      file,
                      opened,
                      incarnation,
                      OptionalLong.empty(),
                      new Begin(ByteOrderMark.lengthOfUtf8(first), 1, false),
                      whyUnfit(first)));
        });
  }

  /** Reads what is written to a file from now on. */
  static Optional<GrowingFile> fromEnd(Following.Shared shared, String name, Sibling file)
      throws IOException {
    return open(
        file,
        opened -> {
          byte[] first = opened.first();
          return Optional.of(
              new GrowingFile(
                  shared,
                  name,
                  file,
                  opened,
                  0,
                  OptionalLong.empty(),
                  lastLine(opened.channel, first, shared.options().maxRecordLength()),
                  whyUnfit(first)));
        });
  }

  /** Reads on where someone has stopped. */
  static Optional<GrowingFile> from(
      Following.Shared shared, String name, Sibling file, FileMark mark) throws IOException {
    return open(
        file,
        opened -> {
          byte[] first = opened.first();
          GrowingFile reading =
              new GrowingFile(
                  shared,
                  name,
                  file,
                  opened,
                  mark.incarnation(),
                  mark.believed(),
                  new Begin(mark.offset(), mark.line(), mark.inLongLine()),
                  whyUnfit(first));
          reading.begun = mark.offset() > ByteOrderMark.lengthOfUtf8(first);
          return Optional.of(reading);
        });
  }

  private static String whyUnfit(byte[] first) {
    if (ByteOrderMark.isUtf16(first)) {
      return Reasons.UTF_16;
    }
    return GzipInput.isGzip(first) ? Reasons.PACKED : "";
  }

  /** Where the last line begins: if it is not finished, it is one of those that are to come. */
  private static Begin lastLine(FileChannel file, byte[] first, int longest) throws IOException {
    long end = file.size();
    long to = end;
    while (to > 0 && end - to <= longest) {
      int size = (int) Math.min(to, SEARCH_BLOCK);
      byte[] block = FileMark.read(file, to - size, size);
      for (int i = block.length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return new Begin(to - size + i + 1, 0, false);
        }
      }
      to -= size;
    }
    return to > 0
        ? new Begin(end, 0, true)
        : new Begin(ByteOrderMark.lengthOfUtf8(first), Begin.FIRST.line(), false);
  }

  /** Reads a block, and hands over the lines in it. */
  Outcome read() throws IOException, InterruptedException {
    return isComplete() ? readPacked() : readGrowing();
  }

  private Outcome readGrowing() throws IOException, InterruptedException {
    long size = channel.size();
    if (size < lines.position() || isReplacedBeforeItIsRead()) {
      return Outcome.REPLACED;
    }
    if (size == lines.position() || !unfit.isEmpty()) {
      atEnd = true;
      if (quietFor().compareTo(shared.timing().settle()) >= 0) {
        lines.finishOpenLines();
      }
      return Outcome.AT_END;
    }
    if (!endsAsRead()) {
      return Outcome.REPLACED;
    }
    atEnd = false;
    begun = true;
    lastRead = shared.context().clock().instant();
    keepHead();
    parser.moveTo(instant(modified));
    return lines.readMore() < 0 ? Outcome.AT_END : Outcome.READ;
  }

  /** What can be read of a broken archive is read; trying again would not make it whole. */
  private Outcome readPacked() throws InterruptedException, ClosedByInterruptException {
    if (atEnd || !unfit.isEmpty()) {
      atEnd = true;
      return Outcome.AT_END;
    }
    begun = true;
    lastRead = shared.context().clock().instant();
    try {
      atEnd = lines.readMore() < 0;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      atEnd = true;
      shared.context().unreadable(path, Reasons.of(e, lines.position()));
    }
    return atEnd ? Outcome.AT_END : Outcome.READ;
  }

  /** Whether what waits to be read is no more what it was when it was opened. */
  boolean isReplacedBeforeItIsRead() throws IOException {
    if (isComplete() || begun) {
      return false;
    }
    return channel.size() < sizeAtFirst
        || !Arrays.equals(head, FileMark.read(channel, 0, head.length));
  }

  private boolean endsAsRead() throws IOException {
    byte[] last = lines.lastRead();
    return Arrays.equals(last, FileMark.read(channel, lines.position() - last.length, last.length));
  }

  /** Before records are made of it, so that their places have it. */
  private void keepHead() throws IOException {
    if (!isComplete() && head.length < FileMark.HEAD) {
      head = FileMark.read(channel, 0, FileMark.HEAD);
    }
  }

  /** What is left is a line: whoever writes this file has gone on to another. */
  void finishLastLine() throws InterruptedException {
    lines.finishLastLine();
  }

  String key() {
    return key;
  }

  long incarnation() {
    return incarnation;
  }

  /** Why its text is not read; empty if it is. */
  String unfit() {
    return unfit;
  }

  /** Whether nothing will ever be added to it. */
  boolean isComplete() {
    return opened.unpacked != null;
  }

  /** Whether all was read if it has that many bytes, or will not be read. */
  boolean isRead(long size) {
    return !unfit.isEmpty() || (atEnd && lines.position() == size);
  }

  /** Whether something has been read of it. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether nothing has been read or said of it, so that anything may have taken its place. */
  boolean isUntouched() {
    return !begun && unfit.isEmpty();
  }

  /** For how long there has been nothing to read; a clock that was set back ends the wait. */
  Duration quietFor() {
    return Duration.between(lastRead, shared.context().clock().instant()).abs();
  }

  /** When it was last written, in nanoseconds since 1970. */
  long modified() {
    return modified;
  }

  /**
   * It has been written since; but not, if that has replaced what was read: whatever has that text
   * was written before.
   */
  void modified(long nanos) throws IOException {
    if (nanos != modified && channel.size() >= lines.position() && endsAsRead()) {
      modified = nanos;
    }
  }

  /** The time of the last line read, in milliseconds. */
  long latest() {
    return records.latest();
  }

  /** Where it stands. Immutable; hashes are made when they are asked for, in any thread. */
  Supplier<FileMark> place() {
    Place known = place;
    if (known == null || !known.isAt(lines.consumed(), modified)) {
      known = Place.of(lines, records, incarnation, modified, head, key);
      place = known;
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }
}
