package io.correlator.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that nobody may be reading any more: when the reader of a pipe has gone, as with
 * {@code | head}, what is written goes nowhere and the command is told to stop.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private volatile Runnable whenClosed = () -> {};
  private volatile boolean closed;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  void whenClosed(Runnable action) {
    whenClosed = action;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (!closed) {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        closed = true;
        whenClosed.run();
      }
    }
  }
}
