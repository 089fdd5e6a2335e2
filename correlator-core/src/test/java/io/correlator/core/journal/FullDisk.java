package io.correlator.core.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A disk with room for so many bytes; of what does not fit, it takes what does. */
public final class FullDisk implements Disk {
  private final AtomicLong room;
  private volatile boolean isBroken;

  /** A disk with room for {@code bytes}. */
  public FullDisk(long bytes) {
    this.room = new AtomicLong(bytes);
  }

  /** Somebody has made room. */
  public void free(long bytes) {
    room.addAndGet(bytes);
  }

  /** What it was given gets lost from now on, or does not. */
  void breakDown(boolean broken) {
    isBroken = broken;
  }

  @Override
  public File create(Path path) throws IOException {
    File real = Disk.REAL.create(path);
    return new File() {
      @Override
      public void append(byte[] bytes, int from, int length) throws IOException {
        int fits = (int) Math.min(room.get(), length);
        room.addAndGet(-fits);
        real.append(bytes, from, fits);
        if (fits < length) {
          throw new IOException("No space left on device");
        }
      }

      @Override
      public void truncate(long length) throws IOException {
        real.truncate(length);
      }

      @Override
      public void force() throws IOException {
        if (isBroken) {
          throw new IOException("Input/output error");
        }
        real.force();
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }
}
