package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Input whose beginning can be looked at before it is read, and which counts what was taken from
 * it. For one thread.
 */
final class PeekedInput extends InputStream {
  private final InputStream in;
  private byte[] head = new byte[0];
  private int headLength;
  private int headRead;
  private long count;

  /** What went wrong while peeking: it comes up when reading gets there. */
  private @Nullable IOException broken;

  PeekedInput(InputStream in) {
    this.in = requireNonNull(in, "in");
  }

  /**
   * The first bytes, at most {@code most}. Waits until there are {@code least} of them or the input
   * ends, breaks or has no more. Called once, before reading.
   */
  byte[] peek(int least, int most) {
    head = new byte[most];
    try {
      while (headLength < least) {
        int read = in.read(head, headLength, most - headLength);
        if (read < 0) {
          break;
        }
        headLength += read;
        count += read;
      }
    } catch (IOException e) {
      broken = e;
    }
    return java.util.Arrays.copyOf(head, headLength);
  }

  /** Passes over bytes that were peeked at. */
  void skipPeeked(int bytes) {
    headRead += Objects.checkIndex(bytes, headLength + 1);
  }

  /** How many bytes were taken from the input so far. */
  long count() {
    return count;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (headRead < headLength) {
      int copied = Math.min(length, headLength - headRead);
      System.arraycopy(head, headRead, target, offset, copied);
      headRead += copied;
      return copied;
    }
    if (broken != null) {
      throw broken;
    }
    int read = in.read(target, offset, length);
    count += Math.max(read, 0);
    return read;
  }

  /** Jumps where the input can, and counts that too. */
  @Override
  public long skip(long bytes) throws IOException {
    if (headRead < headLength) {
      int passed = (int) Math.max(0, Math.min(bytes, headLength - headRead));
      headRead += passed;
      return passed;
    }
    if (broken != null) {
      throw broken;
    }
    long skipped = in.skip(bytes);
    count += skipped;
    return skipped;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
