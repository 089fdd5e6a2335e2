package io.correlator.sources;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What comes over a connection, whatever it is wrapped in. Never waits. For the thread of the
 * source.
 */
interface Wire {
  /**
   * Takes in what has arrived, some of it if it is much: once for each turn of a connection, so
   * that all get theirs.
   *
   * @throws IOException if the connection is broken
   */
  default void receive() throws IOException {}

  /**
   * Gives of what has arrived.
   *
   * @return how many bytes; 0 if there are none yet, negative if there will be none
   * @throws IOException if the connection is broken
   */
  int read(ByteBuffer target) throws IOException;

  /** Whether some of what was received can be read at once. */
  default boolean holds() {
    return false;
  }

  /** Whether both sides have agreed on how to speak. */
  default boolean isEstablished() {
    return true;
  }

  /** What it waits for, as for a {@link SelectionKey}. */
  default int interest() {
    return SelectionKey.OP_READ;
  }

  /**
   * What must be done before it can go on, and takes so long that another thread should do it;
   * until that has happened, nothing else is called but {@link #close} and {@link #stopSender}.
   */
  default @Nullable Runnable work() {
    return null;
  }

  /** Tells the sender that nothing more is wanted; what is under way can still be read. */
  void stopSender() throws IOException;

  /** Ends the connection. */
  void close() throws IOException;

  /** Nothing is wrapped. */
  static Wire plain(SocketChannel channel) {
    return new Wire() {
      @Override
      public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
      }

      @Override
      public void stopSender() throws IOException {
        channel.shutdownOutput();
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
