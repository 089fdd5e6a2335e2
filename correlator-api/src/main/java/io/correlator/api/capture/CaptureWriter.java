package io.correlator.api.capture;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends records to a capture.
 *
 * <p>What is written is buffered: it is in the capture after {@link #flush()} or {@link #close()}.
 * Bytes that are in the capture are never changed; the end is cut off only where it is {@linkplain
 * #goBackTo asked for}. When the disk fails, the call that notices throws and its own record is not
 * captured; what was buffered stays so, and goes to the disk with the next call that succeeds. A
 * capture whose writer died is still good up to the last whole frame, and can be continued.
 *
 * <p>For one thread at a time, but for {@link #force}.
 */
public final class CaptureWriter implements AutoCloseable {
  /** A damaged byte costs at most the rest of a segment; a header costs next to nothing. */
  private static final long SEGMENT_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 64 << 10;

  private final WritableByteChannel channel;
  private final long segmentBytes;
  private final Map<CapturedSource, Integer> sources = new HashMap<>();
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long segmentLength;
  private @Nullable Provenance lastProvenance;
  private int lastSource;
  private boolean begun;
  private boolean closed;

  private CaptureWriter(WritableByteChannel channel, long segmentBytes) {
    this.channel = requireNonNull(channel, "channel");
    this.segmentBytes = segmentBytes;
    startSegment();
  }

  /**
   * Opens a capture for appending; it is made if there is none. Of what is already there, nothing
   * is read but the first header, and nothing is changed: if the last writer broke off in the
   * middle of a frame, readers will report the torn frame and go on behind it.
   *
   * @throws UncheckedIOException if the file cannot be opened, is being written by another writer,
   *     or holds something that is not a capture of this version
   */
  public static CaptureWriter append(Path file) {
    try {
      return new CaptureWriter(CaptureFile.append(file), SEGMENT_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be captured to: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    // Those of the file system hold nothing but the path; their class says the rest.
    return message == null || e instanceof FileSystemException ? e.toString() : message;
  }

  /**
   * Writes to a blocking channel, which {@link #close()} closes. A channel that already holds a
   * capture is continued. That a failing disk tears no frame holds for channels that consume bytes
   * only when they have written them, as file channels do.
   */
  public static CaptureWriter of(WritableByteChannel channel) {
    return new CaptureWriter(channel, SEGMENT_BYTES);
  }

  /** As {@link #of(WritableByteChannel)}, with segments of another size. */
  static CaptureWriter of(WritableByteChannel channel, long segmentBytes) {
    return new CaptureWriter(channel, segmentBytes);
  }

  /**
   * Appends a record.
   *
   * @throws UncheckedIOException if earlier records cannot be handed to the system; this one is not
   *     captured then
   * @throws IllegalArgumentException if the record, or the name of its source, is longer than a
   *     capture can hold: 32 MiB
   */
  public void write(LogRecord record) {
    makeReady();
    int source = sourceOf(record.provenance());
    Slice raw = record.rawSlice();
    int start = startFrame(CaptureLayout.RECORD_FIELDS_BYTES + raw.length());
    putFields(source, CaptureLayout.codeOf(record), record.position(), record.line());
    buffer.putLong(record.received().toEpochMilli());
    buffer.putLong(record.epochMilli());
    endRecord(start, raw);
  }

  /**
   * Appends a step of another capture as it is there, to make a smaller capture of a big one; or
   * the end of a batch, to make a journal.
   *
   * @throws UncheckedIOException if earlier records cannot be handed to the system; this one is not
   *     captured then
   * @throws IllegalArgumentException if the texts of a batch are longer than a capture can hold: 32
   *     MiB
   */
  public void write(CapturedStep step) {
    if (step instanceof CapturedTime passed) {
      passed(passed.time());
    } else if (step instanceof CapturedBatch batch) {
      endBatch(batch);
    } else if (step instanceof CapturedRecord record) {
      makeReady();
      int source = sourceOf(record.source());
      int start = startFrame(CaptureLayout.RECORD_FIELDS_BYTES + record.raw().length());
      putFields(source, CaptureLayout.codeOf(record.flags()), record.position(), record.line());
      buffer.putLong(record.received().toEpochMilli());
      buffer.putLong(record.timestamp().toEpochMilli());
      endRecord(start, record.raw());
    }
  }

  private void putFields(int source, int flags, long position, long line) {
    buffer.put((byte) CaptureLayout.RECORD_FIELDS_BYTES);
    buffer.put((byte) flags);
    buffer.putInt(source);
    buffer.putLong(position);
    buffer.putLong(line);
  }

  private void endRecord(int start, Slice raw) {
    raw.copyTo(buffer.array(), buffer.position());
    buffer.position(buffer.position() + raw.length());
    endFrame(start, CaptureLayout.TYPE_RECORD);
  }

  /**
   * Appends that time has passed: every record up to {@code time}, inclusive, is written, but those
   * that come late.
   *
   * @throws UncheckedIOException if earlier records cannot be handed to the system; this is not
   *     captured then
   */
  public void passed(Instant time) {
    makeReady();
    int start = startFrame(CaptureLayout.CONTROL_PASSED_BYTES);
    buffer.put((byte) CaptureLayout.CONTROL_PASSED);
    buffer.putLong(time.toEpochMilli());
    endFrame(start, CaptureLayout.TYPE_CONTROL);
  }

  private void endBatch(CapturedBatch batch) {
    makeReady();
    byte[] position = batch.position().getBytes(StandardCharsets.UTF_8);
    List<byte[]> notes =
        batch.notes().stream().map(note -> note.getBytes(StandardCharsets.UTF_8)).toList();
    long texts = Integer.BYTES + (long) position.length;
    for (byte[] note : notes) {
      texts += Integer.BYTES + (long) note.length;
    }
    int start =
        startFrame((int) Math.min(CaptureLayout.CONTROL_BATCH_BYTES + texts, Integer.MAX_VALUE));
    buffer.put((byte) CaptureLayout.CONTROL_BATCH);
    buffer.putLong(batch.number()).putLong(batch.records());
    buffer.putInt(notes.size());
    buffer.putInt(position.length).put(position);
    for (byte[] note : notes) {
      buffer.putInt(note.length).put(note);
    }
    endFrame(start, CaptureLayout.TYPE_CONTROL);
  }

  private void makeReady() {
    begun = true;
    if (buffer.position() >= BUFFER_BYTES) {
      flush();
    }
    if (segmentLength >= segmentBytes) {
      startSegment();
    }
  }

  /** The number of the source in this segment; its definition is written at its first use. */
  private int sourceOf(Provenance provenance) {
    if (!provenance.equals(lastProvenance)) {
      lastSource = sourceOf(CapturedSource.of(provenance));
      lastProvenance = provenance;
    }
    return lastSource;
  }

  private int sourceOf(CapturedSource source) {
    Integer known = sources.get(source);
    return known == null ? define(source) : known;
  }

  private int define(CapturedSource source) {
    byte[] name = source.name().getBytes(StandardCharsets.UTF_8);
    byte[] format = source.format().getBytes(StandardCharsets.UTF_8);
    byte[] sender = source.sender().getBytes(StandardCharsets.UTF_8);
    int number = sources.size();
    int senderBytes = sender.length == 0 ? 0 : Integer.BYTES + sender.length;
    int texts = name.length + format.length + senderBytes;
    int start = startFrame(CaptureLayout.SOURCE_FIELDS_BYTES + texts);
    buffer.putInt(number);
    buffer.putLong(source.incarnation());
    buffer.put((byte) (source.counting() == Counting.BYTES ? 0 : 1));
    buffer.putInt(name.length).put(name);
    buffer.putInt(format.length).put(format);
    if (senderBytes > 0) {
      buffer.putInt(sender.length).put(sender);
    }
    endFrame(start, CaptureLayout.TYPE_SOURCE);
    sources.put(source, number);
    return number;
  }

  private void startSegment() {
    byte[] header = CaptureLayout.header();
    ensure(header.length);
    buffer.put(header);
    segmentLength = header.length;
    sources.clear();
    lastProvenance = null;
  }

  /** Makes room for a frame with a body of that size, and leaves its head open. */
  private int startFrame(int bodyBytes) {
    if (bodyBytes < 0 || bodyBytes >= CaptureLayout.MAX_LENGTH) {
      throw tooLong(bodyBytes);
    }
    int start = buffer.position();
    ensure(CaptureLayout.FRAME_HEAD_BYTES + bodyBytes);
    buffer.position(start + CaptureLayout.FRAME_HEAD_BYTES);
    return start;
  }

  private void endFrame(int start, int type) {
    int body = start + CaptureLayout.FRAME_HEAD_BYTES;
    int typeByte = type;
    if (SegmentMark.indexOfStem(buffer.array(), body, buffer.position()) >= 0) {
      stuff(start, body);
      typeByte |= CaptureLayout.STUFFED;
    }
    int length = buffer.position() - start - CaptureLayout.TYPE_AT;
    buffer.putInt(start, length);
    buffer.put(start + CaptureLayout.TYPE_AT, (byte) typeByte);
    buffer.putInt(
        start + CaptureLayout.CHECKSUM_AT,
        CaptureLayout.frameChecksum(buffer.array(), start, length));
    segmentLength += CaptureLayout.TYPE_AT + length;
  }

  private void stuff(int start, int body) {
    byte[] stuffed = SegmentMark.stuff(buffer.array(), body, buffer.position());
    buffer.position(start);
    if (stuffed.length >= CaptureLayout.MAX_LENGTH) {
      throw tooLong(stuffed.length);
    }
    ensure(CaptureLayout.FRAME_HEAD_BYTES + stuffed.length);
    buffer.position(body);
    buffer.put(stuffed);
  }

  private static IllegalArgumentException tooLong(int bytes) {
    return new IllegalArgumentException(
        "%d bytes do not fit into a frame of a capture: at most %d do"
            .formatted(bytes & 0xffff_ffffL, CaptureLayout.MAX_LENGTH));
  }

  /** Grows the buffer: only one that is full enough is written, so that no frame is half taken. */
  private void ensure(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(buffer.position() + bytes, 2 * buffer.capacity());
      buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
    }
  }

  /**
   * Hands all records to the operating system. It does not wait until they are on the disk.
   *
   * @throws UncheckedIOException if that fails; the rest stays buffered
   */
  public void flush() {
    begun = true;
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the capture: " + reason(e), e);
    } finally {
      buffer.compact();
    }
    if (buffer.capacity() > 4 * BUFFER_BYTES) {
      buffer = ByteBuffer.allocate(BUFFER_BYTES);
    }
  }

  /**
   * Goes on from where the capture once stood: for a run that begins again at an earlier place, and
   * so gives records again that are in the capture. What came after {@code position} is cut off, if
   * this is the capture that it is of; another one, and one that is shorter, is continued at its
   * end.
   *
   * @param position what {@link #position} said
   * @return whether it is that capture
   * @throws UncheckedIOException if it cannot be read or cut
   * @throws IllegalArgumentException if {@code position} is not what {@link #position} says
   * @throws IllegalStateException if something was written already, or the capture is in no file
   */
  public boolean goBackTo(String position) {
    CapturePosition wanted = CapturePosition.parse(position);
    FileChannel file = file();
    if (begun) {
      throw new IllegalStateException("something was written already");
    }
    try {
      boolean known = wanted.isIn(file);
      if (known) {
        file.truncate(wanted.length());
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot go back in the capture: " + reason(e), e);
    }
  }

  /**
   * Flushes, and tells where the capture stands, so that a later run can {@linkplain #goBackTo go
   * on from there}. It does not wait for the disk; see {@link #force}.
   *
   * @throws UncheckedIOException if it cannot be flushed or read
   * @throws IllegalStateException if it is written to a channel other than a file's
   */
  public String position() {
    FileChannel file = file();
    flush();
    try {
      return CapturePosition.atEndOf(file).text();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the capture: " + reason(e), e);
    }
  }

  /**
   * Waits until what was flushed is on the disk. Any thread may call it, while another one writes.
   *
   * @throws UncheckedIOException if that fails
   * @throws IllegalStateException if it is written to a channel other than a file's
   */
  public void force() {
    try {
      file().force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the capture: " + reason(e), e);
    }
  }

  private FileChannel file() {
    if (channel instanceof FileChannel file) {
      return file;
    }
    throw new IllegalStateException("only a capture in a file has a position");
  }

  /**
   * Flushes and closes the channel, the latter in any case. Does nothing the second time.
   *
   * @throws UncheckedIOException if either fails
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (channel) {
      flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the capture: " + reason(e), e);
    }
  }
}
