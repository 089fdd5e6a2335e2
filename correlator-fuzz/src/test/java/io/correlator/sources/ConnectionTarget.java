package io.correlator.sources;

import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.sources.format.PlainFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * A session over TCP: whatever comes, in whatever pieces and with pauses, and however it ends, all
 * that has arrived becomes records, the connection is closed once, and how it ended is told.
 */
public final class ConnectionTarget implements Target {
  private static final int LONGEST = 1024;

  /** Attacks it. */
  public ConnectionTarget() {}

  /** What a sender does. */
  private static final class Script implements Wire {
    private final byte[] bytes;
    private final Chance chance;
    private final boolean breaks;
    private int sent;
    int closed;

    Script(byte[] bytes, Chance chance, boolean breaks) {
      this.bytes = bytes;
      this.chance = chance;
      this.breaks = breaks;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (sent == bytes.length) {
        if (breaks) {
          throw new IOException("connection reset");
        }
        return -1;
      }
      // Now and then nothing has come yet.
      int count = Math.min(Math.min(chance.below(200), target.remaining()), bytes.length - sent);
      target.put(bytes, sent, count);
      sent += count;
      return count;
    }

    @Override
    public boolean holds() {
      return sent < bytes.length && chance.below(3) > 0;
    }

    @Override
    public void stopSender() {}

    @Override
    public void close() {
      closed++;
    }
  }

  @Override
  public void attack(byte[] input) throws Exception {
    Chance chance = Chance.of(input);
    // A broken connection may have lost what was to come.
    boolean breaks = chance.below(3) == 0;
    byte[] sent = breaks ? Arrays.copyOf(input, chance.below(input.length + 1)) : input;
    Reading reading = new Reading(new PlainFormat(), LONGEST);
    Received expected = reading.connected(sent);
    if (breaks) {
      // Before it is known that what was begun does not go on.
      int last = expected.faults.lastIndexOf(ConnectionFault.MESSAGE_CUT_OFF);
      expected.faults.add(last < 0 ? expected.faults.size() : last, ConnectionFault.BROKEN_OFF);
    }

    Received received = new Received();
    Script script = new Script(sent, chance, breaks);
    TcpConnection connection = connection(script, reading, received);
    int turns = 0;
    while (connection.read(Reading.NOW)) {
      Claim.that(turns++ <= 2 * sent.length + 1000, "a session comes to its end");
    }
    connection.end();

    Claim.that(connection.hasEnded(), "the session has ended");
    Claim.same(1, script.closed, "the connection is closed once");
    FramesTarget.same(expected, received, "as a session");
  }

  private static TcpConnection connection(Script script, Reading reading, Received received)
      throws IOException {
    return new TcpConnection(
        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
        script,
        reading.connectionAssembler(received),
        reading.format().span(),
        InstantSource.fixed(Reading.NOW),
        Reading.NOW,
        LONGEST,
        (fault, detail) -> received.faults.add(fault));
  }
}
