package io.correlator.sources;

import io.correlator.api.source.RecordSpan;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection whose lines are read as they come. For the thread of one source. */
final class TcpConnection {
  static final int BLOCK_SIZE = 32 * 1024;

  /** A connection on which little comes, or nothing, needs no more. */
  private static final int FIRST_BLOCK = 4 * 1024;

  private final InetAddress sender;
  private final Wire wire;
  private final LineReader lines;
  private final Faults faults;
  private final Instant opened;

  /** When something came last, and when what has not ended was begun. */
  private Instant heard;

  private Instant begun;
  private boolean heldUp;
  private boolean ended;

  /** Hears what goes wrong. */
  @FunctionalInterface
  interface Faults {
    void note(ConnectionFault fault, String detail);
  }

  TcpConnection(
      InetAddress sender,
      Wire wire,
      RecordAssembler records,
      RecordSpan span,
      InstantSource clock,
      Instant now,
      int maxRecordLength,
      Faults faults) {
    this.sender = sender;
    this.wire = wire;
    this.faults = faults;
    this.opened = now;
    this.heard = now;
    this.begun = now;
    this.lines =
        LineReader.ofConnection(
            new Arrived(wire),
            records,
            span,
            clock,
            new LineReader.Limits(FIRST_BLOCK, BLOCK_SIZE, maxRecordLength),
            fault -> faults.note(fault, "a length that cannot be meant"));
  }

  /** What has arrived and was not read yet; a read gives nothing if there is none. */
  private static final class Arrived extends InputStream {
    private final Wire wire;

    Arrived(Wire wire) {
      this.wire = wire;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return wire.read(ByteBuffer.wrap(target, offset, length));
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("a byte may not have arrived");
    }
  }

  InetAddress sender() {
    return sender;
  }

  /** What it waits for, as for a key of a selector. */
  int interest() {
    return wire.interest();
  }

  /** What must be done in another thread before it can go on; null if it can. */
  @Nullable Runnable work() {
    return ended ? null : wire.work();
  }

  /** Reads about one block of what has arrived; false if the connection is at its end. */
  boolean read(Instant now) throws InterruptedException {
    try {
      wire.receive();
      do {
        if (!readOnce(now)) {
          end();
          return false;
        }
      } while (wire.holds());
      return true;
    } catch (WireException e) {
      faults.note(e.fault(), String.valueOf(e.getMessage()));
      end();
      return false;
    } catch (IOException e) {
      // What arrived before was read; nobody knows whether there was more.
      faults.note(WireException.brokenOff(wire.isEstablished()), String.valueOf(e.getMessage()));
      end();
      return false;
    }
  }

  private boolean readOnce(Instant now) throws IOException, InterruptedException {
    long ends = lines.ends();
    boolean within = lines.isWithin();
    int count = lines.readMore();
    if (count > 0) {
      heard = now;
    }
    if (!within || lines.ends() > ends) {
      begun = now;
    }
    return count >= 0;
  }

  /** Whether both sides have agreed on how to speak. */
  boolean isEstablished() {
    return wire.isEstablished();
  }

  /** It is not read for a while: no fault of the sender's that it takes longer. */
  void holdUp() {
    heldUp = true;
  }

  /** It is read again. */
  void goOn(Instant now) {
    heldUp = false;
    heard = now;
    begun = now;
  }

  /** What it has taken too long for. */
  Optional<ConnectionFault> overdue(Instant now, TcpLimits limits) {
    if (heldUp) {
      return Optional.empty();
    }
    if (!wire.isEstablished()) {
      return now.isAfter(opened.plus(limits.handshake()))
          ? Optional.of(ConnectionFault.HANDSHAKE_TIMEOUT)
          : Optional.empty();
    }
    if (lines.isWithin() && now.isAfter(begun.plus(limits.frame()))) {
      return Optional.of(ConnectionFault.FRAME_TIMEOUT);
    }
    boolean idle = limits.idle().map(most -> now.isAfter(heard.plus(most))).orElse(false);
    return idle ? Optional.of(ConnectionFault.IDLE_TIMEOUT) : Optional.empty();
  }

  /** Tells the sender that nothing more is wanted. */
  void stopSender() {
    try {
      wire.stopSender();
    } catch (IOException e) {
      // It is gone already; reading will tell.
    }
  }

  /** Ends the connection. What is left of its last line is a line. */
  void end() throws InterruptedException {
    if (ended) {
      return;
    }
    ended = true;
    try {
      wire.close();
    } catch (IOException e) {
      // It was only read: nothing depends on how that ends.
    }
    lines.finishLastLine();
  }

  boolean hasEnded() {
    return ended;
  }
}
