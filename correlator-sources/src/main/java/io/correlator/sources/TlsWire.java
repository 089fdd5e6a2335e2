package io.correlator.sources;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection over TLS (RFC 5425). What takes long is left to others: {@link #work}. A connection
 * on which nothing comes keeps no buffers. For the thread of the source.
 */
final class TlsWire implements Wire {
  /** More than any record of TLS (RFC 8446, section 5.2), and than what comes out of it. */
  private static final int BUFFER = 32 * 1024;

  /** What every record begins with: its type, a version, and the length of what follows. */
  private static final int HEADER = 5;

  private static final int HANDSHAKE = 22;

  /** Enough to say goodbye, or what is wrong. */
  private static final int LAST_WORDS = 4;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final SocketChannel channel;
  private final SSLEngine engine;
  private final SpareBuffers spares;

  /** What has arrived, what came out of it, and what is to be sent; each is ready to be read. */
  private ByteBuffer incoming = NOTHING;

  private ByteBuffer plain = NOTHING;
  private ByteBuffer outgoing = NOTHING;

  private boolean established;
  private boolean working;
  private boolean arrivedAll;
  private boolean begun;

  TlsWire(SocketChannel channel, SSLEngine engine, SpareBuffers spares) {
    this.channel = channel;
    this.engine = engine;
    this.spares = spares;
  }

  /** Buffers as connections need them. */
  static SpareBuffers buffers() {
    return new SpareBuffers(BUFFER);
  }

  @Override
  public void receive() throws IOException {
    working = false;
    if (arrivedAll || hasRecord()) {
      return;
    }
    ByteBuffer more = incoming.capacity() == 0 ? spares.take() : incoming.compact();
    if (!more.hasRemaining()) {
      throw new WireException(ConnectionFault.DAMAGED, "a record is too long");
    }
    int count = channel.read(more);
    arrivedAll = count < 0;
    incoming = more.flip();
    if (count > 0 && !begun) {
      begun = true;
      if (incoming.get(incoming.position()) != HANDSHAKE) {
        throw new WireException(ConnectionFault.NOT_TLS, "it begins with something else");
      }
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    boolean more = plain.hasRemaining() || advance();
    if (plain.hasRemaining()) {
      int count = Math.min(plain.remaining(), target.remaining());
      target.put(plain.slice().limit(count));
      plain.position(plain.position() + count);
      more = true;
      release();
      return count;
    }
    release();
    return more ? 0 : -1;
  }

  /** Goes on as far as it can with what has arrived; false at the end. */
  private boolean advance() throws IOException {
    try {
      while (!plain.hasRemaining()) {
        if (!flush() || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
          refuseAnotherHandshake();
          return true;
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
          wrap();
        } else if (engine.isInboundDone()) {
          return false;
        } else if (!unwrap()) {
          if (arrivedAll) {
            throw WireException.withoutGoodbye(established);
          }
          return true;
        }
      }
      return true;
    } catch (SSLException e) {
      throw WireException.of(e, established);
    }
  }

  /** TLS 1.2 lets senders begin anew at any time: it costs us more than them. */
  private void refuseAnotherHandshake() throws WireException {
    if (established && engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      throw new WireException(ConnectionFault.HANDSHAKE_FAILED, "it wants another handshake");
    }
  }

  /** Opens one record, if it is there. */
  private boolean unwrap() throws SSLException {
    ByteBuffer target = spares.take();
    SSLEngineResult result = engine.unwrap(incoming, target);
    plain = released(target.flip());
    note(result);
    return result.getStatus() != Status.BUFFER_UNDERFLOW;
  }

  private void wrap() throws SSLException {
    ByteBuffer target = spares.take();
    SSLEngineResult result = engine.wrap(NOTHING, target);
    outgoing = released(target.flip());
    note(result);
  }

  private void note(SSLEngineResult result) {
    established |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
  }

  /** Sends what there is to be sent; false if some is left. */
  private boolean flush() {
    try {
      if (outgoing.hasRemaining()) {
        channel.write(outgoing);
      }
    } catch (IOException e) {
      // The sender is gone, and what it sent before that can still be read.
      outgoing.position(outgoing.limit());
    }
    return !outgoing.hasRemaining();
  }

  private void release() {
    incoming = released(incoming);
    plain = released(plain);
    outgoing = released(outgoing);
  }

  private ByteBuffer released(ByteBuffer buffer) {
    if (buffer.hasRemaining() || buffer.capacity() == 0) {
      return buffer;
    }
    spares.give(buffer);
    return NOTHING;
  }

  @Override
  public boolean holds() {
    return plain.hasRemaining() || (!waits() && hasRecord());
  }

  private boolean waits() {
    return outgoing.hasRemaining()
        || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK
        || engine.isInboundDone();
  }

  private boolean hasRecord() {
    if (incoming.remaining() < HEADER) {
      return false;
    }
    int length = Short.toUnsignedInt(incoming.getShort(incoming.position() + HEADER - 2));
    return incoming.remaining() >= HEADER + length;
  }

  @Override
  public boolean isEstablished() {
    return established;
  }

  @Override
  public int interest() {
    return outgoing.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
  }

  @Override
  public @Nullable Runnable work() {
    if (engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
      return null;
    }
    working = true;
    return () -> {
      for (Runnable task = engine.getDelegatedTask(); task != null; ) {
        task.run();
        task = engine.getDelegatedTask();
      }
    };
  }

  /**
   * Without a goodbye of TLS: in TLS 1.2 it makes the sender throw away what it has not written
   * (RFC 5246, section 7.2.1), and rsyslog, which only looks whether something can be read, takes
   * it for a sign of life.
   */
  @Override
  public void stopSender() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    try {
      sayGoodbye();
    } finally {
      channel.close();
    }
  }

  /** As far as it can be sent at once: goodbye, or what is wrong. */
  private void sayGoodbye() throws SSLException {
    if (working) {
      return;
    }
    engine.closeOutbound();
    for (int i = 0; i < LAST_WORDS && !engine.isOutboundDone() && flush(); i++) {
      wrap();
    }
    flush();
    release();
  }
}
