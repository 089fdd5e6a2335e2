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

  /** What was written so far stays, whatever happens later. */
  default void confirm() throws IOException {}

  /** Undoes what was written since the last {@link #confirm}, if that is possible here. */
  default void takeBack() throws IOException {}

  /** Waits until the disk has what was written, if there is one. */
  default void force() throws IOException {}

  /** Lets go; closes only what it opened. */
  @Override
  void close() throws IOException;
}
