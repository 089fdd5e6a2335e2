package io.correlator.api.capture;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a capture with a view ahead that grows as needed. Indexes count from here. */
final class CaptureInput implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ReadableByteChannel channel;
  private byte[] bytes = new byte[BUFFER_BYTES];
  private ByteBuffer view = ByteBuffer.wrap(bytes);
  private int from;
  private int to;
  private long position;
  private boolean ended;

  CaptureInput(ReadableByteChannel channel) {
    this.channel = requireNonNull(channel, "channel");
  }

  /** Where in the capture this stands. */
  long position() {
    return position;
  }

  void advance(int count) {
    from += count;
    position += count;
  }

  /** Whether there are {@code count} more bytes; if so, they can be looked at. */
  boolean has(int count) throws IOException {
    while (to - from < count && !ended) {
      makeRoom();
      int read = channel.read(view.limit(view.capacity()).position(to));
      ended = read < 0;
      to += Math.max(read, 0);
    }
    return to - from >= count;
  }

  /**
   * Whether there are {@code count} more bytes without a mark in them, as those of a whole frame
   * are. Looks for the mark while it reads: what a torn frame claims costs neither memory nor time.
   */
  boolean hasWithoutMark(int count) throws IOException {
    int searched = 0;
    while (true) {
      int here = Math.min(to - from, count);
      int overlap = Math.max(searched - SegmentMark.MARK.length + 1, 0);
      if (SegmentMark.indexOf(bytes, from + overlap, from + here) >= 0) {
        return false;
      }
      if (here == count) {
        return true;
      }
      searched = here;
      if (!has(here + 1)) {
        return false;
      }
    }
  }

  /** Grows only when the buffer is full of bytes that were really read, whatever a frame claims. */
  private void makeRoom() {
    if (to < bytes.length) {
      return;
    }
    byte[] roomy = from == 0 ? new byte[2 * bytes.length] : bytes;
    System.arraycopy(bytes, from, roomy, 0, to - from);
    bytes = roomy;
    view = ByteBuffer.wrap(bytes);
    to -= from;
    from = 0;
  }

  byte byteAt(int index) {
    return bytes[from + index];
  }

  int intAt(int index) {
    return view.limit(view.capacity()).getInt(from + index);
  }

  int headerChecksum() {
    return CaptureLayout.headerChecksum(bytes, from);
  }

  int frameChecksum(int length) {
    return CaptureLayout.frameChecksum(bytes, from, length);
  }

  @Nullable CapturedStep decode(FrameDecoder decoder, int frameBytes)
      throws FrameDecoder.BadContentException {
    return decoder.decode(bytes, from + CaptureLayout.TYPE_AT, from + frameBytes);
  }

  /** Whether the mark stands here, or so much of it as there are bytes before the end. */
  boolean startsWithMarkOrEndsInIt() {
    int known = Math.min(to - from, SegmentMark.MARK.length);
    return Arrays.equals(bytes, from, from + known, SegmentMark.MARK, 0, known);
  }

  /** Moves behind this byte to the next mark, or to the end if there is none. */
  boolean skipToNextMark() throws IOException {
    advance(1);
    while (true) {
      int mark = SegmentMark.indexOf(bytes, from, to);
      if (mark >= 0) {
        advance(mark - from);
        return true;
      }
      // A mark may have begun in the last bytes: they stay.
      advance(Math.max(to - from - (SegmentMark.MARK.length - 1), 0));
      if (!has(SegmentMark.MARK.length)) {
        advance(to - from);
        return false;
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
