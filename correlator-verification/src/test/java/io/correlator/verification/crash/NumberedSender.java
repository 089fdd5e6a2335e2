package io.correlator.verification.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Sends lines over TCP whose numbers count up, and connects again when the receiver is gone. It
 * never sends a line twice: what was under way then is lost. When the receiver says that it wants
 * nothing more, it ends its connection, as good senders do.
 */
final class NumberedSender implements Runnable {
  static final int SEND_BUFFER = 64 * 1024;
  private static final int LINES_AT_ONCE = 25;
  private static final long PAUSE_NANOS = 4_000_000;

  private final String name;
  private final Supplier<Optional<Integer>> port;
  private volatile boolean stopping;
  private final AtomicLong sent = new AtomicLong();

  NumberedSender(String name, Supplier<Optional<Integer>> port) {
    this.name = name;
    this.port = port;
  }

  String name() {
    return name;
  }

  /** How many lines were given to the system. */
  long sent() {
    return sent.get();
  }

  /** It ends soon. */
  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    while (!stopping) {
      Optional<Integer> known = port.get();
      if (known.isPresent()) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), known.get())) {
          socket.setSendBufferSize(SEND_BUFFER);
          send(socket);
        } catch (IOException e) {
          // Killed, or not there yet.
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void send(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    Thread listener = new Thread(() -> awaitEnd(in), "listener of " + name);
    listener.setDaemon(true);
    listener.start();
    while (!stopping && listener.isAlive()) {
      StringBuilder lines = new StringBuilder();
      Instant now = Instant.now();
      long first = sent.getAndAdd(LINES_AT_ONCE);
      for (int i = 0; i < LINES_AT_ONCE; i++) {
        lines.append("<86>1 ").append(now).append(" host app - - - ");
        lines.append(name).append(' ').append(first + i).append('\n');
      }
      socket.getOutputStream().write(lines.toString().getBytes(US_ASCII));
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Returns when the receiver sends no more, which is all that it ever says. */
  private static void awaitEnd(InputStream in) {
    try {
      int unused = in.read();
    } catch (IOException e) {
      // That is an end, too.
    }
  }
}
