package io.correlator.sources;

import io.correlator.api.source.RecordSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;

/** One connection whose lines are read as they come. For the thread of one source. */
final class TcpConnection {
  static final int BLOCK_SIZE = 32 * 1024;

  /** A connection on which little comes, or nothing, needs no more. */
  private static final int FIRST_BLOCK = 4 * 1024;

  private final SocketChannel channel;
  private final LineReader lines;
  private boolean ended;

  TcpConnection(
      SocketChannel channel,
      RecordAssembler records,
      RecordSpan span,
      InstantSource clock,
      int maxRecordLength) {
    this.channel = channel;
    this.lines =
        LineReader.ofConnection(
            new Arrived(channel),
            records,
            span,
            clock,
            new LineReader.Limits(FIRST_BLOCK, BLOCK_SIZE, maxRecordLength));
  }

  /** What has arrived and was not read yet; a read gives nothing if there is none. */
  private static final class Arrived extends InputStream {
    private final ReadableByteChannel channel;

    Arrived(ReadableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(target, offset, length));
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("a byte may not have arrived");
    }
  }

  /** Reads at most one block of what has arrived; false if the connection is at its end. */
  boolean read() throws InterruptedException {
    try {
      if (lines.readMore() >= 0) {
        return true;
      }
    } catch (IOException e) {
      // The sender broke off. What arrived before was read; nobody knows whether there was more.
    }
    end();
    return false;
  }

  /** Ends the connection. What is left of its last line is a line. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read: nothing depends on how that ends.
    }
    try {
      lines.finishLastLine();
    } catch (InterruptedException e) {
      // The record was taken. The next wait will see that the source shall stop.
      Thread.currentThread().interrupt();
    }
  }
}
