package io.correlator.listeners;

import java.io.Closeable;
import java.io.IOException;

/**
 * Whole events on their way to a target: collected in memory, written out when they are many or
 * when asked. For one thread.
 *
 * <p>When the target does not take them they are kept for the next try; meanwhile no more are taken
 * than fit, so a full disk costs events that are counted as failed, and no memory.
 */
final class Spool implements Closeable {
  static final int CAPACITY = 64 * 1024;

  private final Target target;
  private final Buffer buffer = new Buffer();

  Spool(Target target) {
    this.target = target;
  }

  /** Writes one event into the buffer. */
  @FunctionalInterface
  interface Rendering {
    void renderTo(Buffer buffer) throws IOException;
  }

  /**
   * Takes one event; if rendering it fails, it is as if it had not come.
   *
   * @throws IOException if the target has to take what is waiting first, and does not
   */
  void add(Rendering event) throws IOException {
    if (buffer.size() >= CAPACITY) {
      flush();
    }
    int whole = buffer.size();
    boolean done = false;
    try {
      event.renderTo(buffer);
      done = true;
    } finally {
      if (!done) {
        buffer.truncate(whole);
      }
    }
  }

  /** Writes out what is waiting. */
  void flush() throws IOException {
    if (buffer.size() > 0) {
      target.write(buffer.bytes(), buffer.size());
      buffer.clear();
    }
  }

  /** Writes out what is waiting and lets go of the target, the latter in any case. */
  @Override
  public void close() throws IOException {
    try (target) {
      flush();
    }
  }
}
