package io.correlator.api.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Opens the file of a capture for appending, if that does no harm. */
final class CaptureFile {
  /** Far behind any byte of the file, so that readers are not locked out where locks bind them. */
  private static final long LOCK_POSITION = Long.MAX_VALUE - 1;

  private CaptureFile() {}

  /** A channel positioned at the end of {@code file}, locked against other writers. */
  static FileChannel append(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(channel);
      checkHeader(channel);
      return channel.position(channel.size());
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** The lock lives as long as the channel. */
  private static void lock(FileChannel channel) throws IOException {
    try {
      if (channel.tryLock(LOCK_POSITION, 1, false) == null) {
        throw new IOException("another process is writing to it");
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException("this process is already writing to it", e);
    }
  }

  private static void checkHeader(FileChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(CaptureLayout.HEADER_BYTES);
    int read;
    do {
      read = channel.read(header, header.position());
    } while (read > 0);
    int known = Math.min(header.position(), SegmentMark.MARK.length);
    if (!Arrays.equals(header.array(), 0, known, SegmentMark.MARK, 0, known)) {
      throw new IOException("it holds something that is not a capture");
    }
    int major = header.get(CaptureLayout.MAJOR_AT);
    if (header.position() > CaptureLayout.MAJOR_AT && major != CaptureLayout.MAJOR_VERSION) {
      throw new IOException("it is a capture of version %d, not 1".formatted(major));
    }
  }
}
