package io.correlator.core.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Where the files of a journal are; in tests, one that fails. */
@FunctionalInterface
public interface Disk {
  /** That of the machine. */
  Disk REAL = RealFile::create;

  /**
   * Makes a file that is not there.
   *
   * @throws IOException if it is there, or cannot be made
   */
  File create(Path path) throws IOException;

  /**
   * A file that is written at its end. Unlike a channel, it stays open when its thread is
   * interrupted: a source that is told to stop still hands over what it has. For one thread, but
   * for {@link #force}.
   */
  interface File {
    /** Appends bytes. If that fails, some of them may be there. */
    void append(byte[] bytes, int from, int length) throws IOException;

    /** Cuts off what comes after {@code length}. */
    void truncate(long length) throws IOException;

    /** Waits until all is on the disk. Any thread may call it. */
    void force() throws IOException;

    /** Lets go of the file. */
    void close() throws IOException;
  }
}
