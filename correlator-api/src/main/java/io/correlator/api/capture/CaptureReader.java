package io.correlator.api.capture;

import static java.util.Objects.requireNonNull;

import io.correlator.api.capture.CaptureDamage.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture, once, in the order in which it was written: its records, or all its {@linkplain
 * #steps() steps}.
 *
 * <pre>{@code
 * try (var reader = CaptureReader.open(file, damage -> report(file, damage))) {
 *   for (CapturedRecord record : reader) {
 *     replay(record);
 *   }
 * }
 * }</pre>
 *
 * <p>A record is given as it was written or not at all. What cannot be read is skipped up to the
 * next segment or the end, and reported; a writer begins a segment about every megabyte. Whoever
 * prefers to stop throws from the report. A capture that its writer left in the middle of a frame
 * has such damage at its end, or before the segment that continues it.
 *
 * <p>Memory is bounded by the longest frame allowed, 32 MiB, and grows only with bytes that are
 * there. For one thread at a time.
 */
public final class CaptureReader implements Iterable<CapturedRecord>, AutoCloseable {
  private final CaptureInput in;
  private final FrameDecoder decoder = new FrameDecoder();
  private final Consumer<? super CaptureDamage> onDamage;
  private boolean inSegment;
  private long given;

  private CaptureReader(ReadableByteChannel channel, Consumer<? super CaptureDamage> onDamage) {
    this.in = new CaptureInput(channel);
    this.onDamage = requireNonNull(onDamage, "onDamage");
  }

  /**
   * Opens a capture.
   *
   * @param onDamage told about each part that is skipped, before the first record after it is
   *     given; what it throws reaches whoever iterates
   * @throws UncheckedIOException if the file cannot be opened
   */
  public static CaptureReader open(Path file, Consumer<? super CaptureDamage> onDamage) {
    requireNonNull(onDamage, "onDamage");
    try {
      return new CaptureReader(FileChannel.open(file), onDamage);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the capture " + file, e);
    }
  }

  /**
   * Reads from a blocking channel, which {@link #close()} closes; otherwise as {@link #open(Path,
   * Consumer)}. Offsets count from where the channel stands.
   */
  public static CaptureReader of(
      ReadableByteChannel channel, Consumer<? super CaptureDamage> onDamage) {
    return new CaptureReader(channel, onDamage);
  }

  /**
   * The records that have not been given yet. A second iterator goes on where the first one
   * stopped.
   *
   * <p>Its methods throw {@link UncheckedIOException} if the capture cannot be read for reasons
   * that have nothing to do with what it holds.
   */
  @Override
  public Iterator<CapturedRecord> iterator() {
    return new Steps<>(CapturedRecord.class);
  }

  /**
   * The steps that have not been given yet: the records, and how time passed between them. For
   * whoever replays them; otherwise as {@link #iterator()}.
   */
  public Iterable<CapturedStep> steps() {
    return () -> new Steps<>(CapturedStep.class);
  }

  /** The offset behind the step that was given last; before the first, where it began to read. */
  public long position() {
    return given;
  }

  private @Nullable CapturedStep next() throws IOException {
    while (in.has(1)) {
      if (!inSegment || in.byteAt(0) == SegmentMark.MARK[0]) {
        readHeader();
      } else {
        CapturedStep step = readFrame();
        if (step != null) {
          return step;
        }
      }
    }
    return null;
  }

  private void readHeader() throws IOException {
    boolean whole = in.has(CaptureLayout.HEADER_BYTES);
    if (!in.startsWithMarkOrEndsInIt()) {
      skip(Reason.NO_SEGMENT, CaptureLayout.HEADER_BYTES);
    } else if (!whole) {
      skip(Reason.CUT_SHORT, CaptureLayout.HEADER_BYTES);
    } else if (in.intAt(CaptureLayout.HEADER_CHECKSUM_AT) != in.headerChecksum()) {
      skip(Reason.BAD_CHECKSUM, CaptureLayout.HEADER_BYTES);
    } else if (in.byteAt(CaptureLayout.MAJOR_AT) != CaptureLayout.MAJOR_VERSION) {
      skip(Reason.UNSUPPORTED_VERSION, 0);
    } else {
      in.advance(CaptureLayout.HEADER_BYTES);
      decoder.startSegment();
      inSegment = true;
    }
  }

  private @Nullable CapturedStep readFrame() throws IOException {
    if (!in.has(CaptureLayout.FRAME_HEAD_BYTES)) {
      skip(Reason.CUT_SHORT, CaptureLayout.FRAME_HEAD_BYTES);
      return null;
    }
    int length = in.intAt(0);
    if (length < 1 || length > CaptureLayout.MAX_LENGTH) {
      skip(Reason.BAD_LENGTH, CaptureLayout.FRAME_HEAD_BYTES);
      return null;
    }
    int bytes = CaptureLayout.TYPE_AT + length;
    if (!in.hasWithoutMark(bytes)) {
      skip(Reason.CUT_SHORT, bytes);
      return null;
    }
    if (in.intAt(CaptureLayout.CHECKSUM_AT) != in.frameChecksum(length)) {
      skip(Reason.BAD_CHECKSUM, bytes);
      return null;
    }
    return decode(bytes);
  }

  private @Nullable CapturedStep decode(int bytes) throws IOException {
    CapturedStep step;
    try {
      step = in.decode(decoder, bytes);
    } catch (FrameDecoder.BadContentException e) {
      skip(Reason.BAD_CONTENT, 0);
      return null;
    }
    in.advance(bytes);
    return step;
  }

  /**
   * Goes on to the next segment, or the end.
   *
   * @param expected how many bytes that which cannot be read should have: if the next segment
   *     starts before, the writer stopped in the middle of it
   */
  private void skip(Reason reason, int expected) throws IOException {
    inSegment = false;
    long start = in.position();
    boolean found = in.skipToNextMark();
    long length = in.position() - start;
    Reason real = found && length < expected ? Reason.CUT_SHORT : reason;
    onDamage.accept(new CaptureDamage(start, length, real));
  }

  /**
   * Closes the channel.
   *
   * @throws UncheckedIOException if that fails
   */
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the capture", e);
    }
  }

  /** Those of the steps that are {@code kind}. */
  private final class Steps<S extends CapturedStep> implements Iterator<S> {
    private final Class<S> kind;
    private @Nullable CapturedStep ahead;

    Steps(Class<S> kind) {
      this.kind = kind;
    }

    @Override
    public boolean hasNext() {
      while (ahead == null || !kind.isInstance(ahead)) {
        try {
          ahead = CaptureReader.this.next();
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read the capture", e);
        }
        if (ahead == null) {
          return false;
        }
      }
      return true;
    }

    @Override
    public S next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the capture has no more records");
      }
      S step = kind.cast(requireNonNull(ahead));
      given = in.position();
      ahead = null;
      return step;
    }
  }
}
