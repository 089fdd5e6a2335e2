package io.correlator.listeners;

import java.io.Closeable;
import java.io.IOException;

/**
 * Whole events on their way to a target: collected in memory, written out when they are many or
 * when asked. For one thread.
 *
 * <p>When the target does not take them when asked, all since the last time it did are forgotten
 * here and taken back there: the engine offers them again, or counts them as lost.
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
      write();
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

  /** Writes out what is waiting, and what was written stays; otherwise takes back all of it. */
  void flush() throws IOException {
    try {
      write();
      target.confirm();
    } catch (IOException e) {
      try {
        takeBack();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /** Writes out what is waiting; it can still be taken back. */
  void write() throws IOException {
    if (buffer.size() > 0) {
      target.write(buffer.bytes(), buffer.size());
      buffer.clear();
    }
  }

  /** What was written stays. */
  void confirm() throws IOException {
    target.confirm();
  }

  /** Forgets what is waiting, and undoes what was written since it was last confirmed. */
  void takeBack() throws IOException {
    buffer.clear();
    target.takeBack();
  }

  /** Waits until the disk has what was written. */
  void force() throws IOException {
    target.force();
  }

  /** Writes out what is waiting and lets go of the target, the latter in any case. */
  @Override
  public void close() throws IOException {
    try (target) {
      write();
    }
  }
}
