package io.correlator.sources;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;

/** One run of a {@link SyslogSource}, whatever its transport. For the thread of the source. */
interface Listening extends Closeable {
  /**
   * How many connections may wait to be taken, if the system lets them. Of a burst of more, each
   * waits for a second at least, until the sender's system asks again.
   */
  int BACKLOG = 1024;

  /** The port that it listens on. */
  int localPort() throws IOException;

  /** Takes what comes until the thread is interrupted. */
  void listen() throws IOException, InterruptedException;

  /**
   * Binds a channel.
   *
   * @throws BindException if that is not possible; it says to which address
   */
  static void bind(NetworkChannel channel, InetSocketAddress address) throws BindException {
    try {
      if (channel instanceof ServerSocketChannel server) {
        server.bind(address, BACKLOG);
      } else {
        channel.bind(address);
      }
    } catch (IOException e) {
      throw cannotListen(address, e);
    }
  }

  /** What went wrong, with the address. */
  static BindException cannotListen(InetSocketAddress address, IOException cause) {
    BindException named =
        new BindException("cannot listen on %s: %s".formatted(address, cause.getMessage()));
    named.initCause(cause);
    return named;
  }
}
