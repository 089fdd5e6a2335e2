package io.correlator.listeners;

import java.io.Closeable;
import java.io.IOException;

/** Where bytes end up. For one thread. */
interface Target extends Closeable {
  /**
   * Writes the first {@code length} of {@code bytes} and makes them visible outside.
   *
   * @throws IOException if not all of them could be written
   */
  void write(byte[] bytes, int length) throws IOException;

  /** Lets go; closes only what it opened. */
  @Override
  void close() throws IOException;
}
