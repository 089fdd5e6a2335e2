package io.correlator.evtx;

import io.correlator.api.source.FileDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The events of a file, oldest first, as lines of JSON: a chunk at a time. For one thread.
 *
 * <p>A file of a bounded size is written in a circle. Its head says which chunk is the oldest: from
 * there the file is read to its end, and then once more from its start.
 */
final class EvtxInput extends InputStream {
  static final byte[] MAGIC = {'E', 'l', 'f', 'F', 'i', 'l', 'e', 0};

  private static final int HEAD = 4096;
  private static final int OLDEST_CHUNK = 8;
  private static final int NUMBER_OF_CHUNKS = 42;

  private final FileDecoder.Opener again;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(2 * Chunk.SIZE);
  private final byte[] chunk = new byte[Chunk.SIZE];
  private InputStream file;
  private byte[] ready = new byte[0];
  private int next;

  /** The number of the chunk to be read, and of the one not to be read any more. */
  private int number;

  private int end = Integer.MAX_VALUE;

  /** The chunks before this one are read last. */
  private final int oldest;

  EvtxInput(InputStream file, FileDecoder.Opener again) throws IOException {
    this.file = file;
    this.again = again;
    this.oldest = oldest(file.readNBytes(HEAD));
    this.number = oldest;
    skipChunks(oldest);
  }

  private static int oldest(byte[] head) throws IOException {
    try {
      if (head.length < HEAD) {
        throw new IOException("the file breaks off in its head");
      }
      long oldest = new Cursor(head, OLDEST_CHUNK, HEAD).longInteger();
      int chunks = new Cursor(head, NUMBER_OF_CHUNKS, HEAD).unsignedShort();
      // A head that says nonsense is no reason not to read the rest.
      return oldest > 0 && oldest < chunks ? (int) oldest : 0;
    } catch (DamageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void skipChunks(int count) throws IOException {
    file.skipNBytes((long) count * Chunk.SIZE);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    while (next == ready.length) {
      if (!readChunk()) {
        return -1;
      }
    }
    int count = Math.min(length, ready.length - next);
    System.arraycopy(ready, next, target, offset, count);
    next += count;
    return count;
  }

  /** Reads a chunk, which may have no events; false if there is none left. */
  private boolean readChunk() throws IOException {
    int length = number < end ? file.readNBytes(chunk, 0, Chunk.SIZE) : 0;
    if (length == 0) {
      if (number >= end || oldest == 0) {
        return false;
      }
      beginAgain();
      return true;
    }
    java.util.Arrays.fill(chunk, length, Chunk.SIZE, (byte) 0);
    lines.reset();
    Chunk.decode(chunk, number, length, lines);
    ready = lines.toByteArray();
    next = 0;
    number++;
    return true;
  }

  private void beginAgain() throws IOException {
    file.close();
    file = again.open();
    file.skipNBytes(HEAD);
    number = 0;
    end = oldest;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
