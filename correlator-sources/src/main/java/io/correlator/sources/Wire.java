package io.correlator.sources;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

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
  void receive() throws IOException;

  /**
   * Gives of what has arrived.
   *
   * @return how many bytes; 0 if there are none yet, negative if there will be none
   * @throws IOException if the connection is broken
   */
  int read(ByteBuffer target) throws IOException;

  /** Whether some of what was received can be read at once. */
  boolean holds();

  /** Whether both sides have agreed on how to speak. */
  boolean isEstablished();

  /** What it waits for, as for a {@link SelectionKey}. */
  int interest();

  /** Tells the sender that nothing more is wanted; what is under way can still be read. */
  void stopSender() throws IOException;

  /** Ends the connection. */
  void close() throws IOException;

  /** Nothing is wrapped. */
  static Wire plain(SocketChannel channel) {
    return new Wire() {
      @Override
      public void receive() {}

      @Override
      public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
      }

      @Override
      public boolean holds() {
        return false;
      }

      @Override
      public boolean isEstablished() {
        return true;
      }

      @Override
      public int interest() {
        return SelectionKey.OP_READ;
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
