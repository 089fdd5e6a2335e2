package io.correlator.core.journal;

import io.correlator.core.fault.CrashPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** What a capture is written to that is a file of a journal. For one thread. */
final class SegmentChannel implements WritableByteChannel {
  private final Disk.File file;
  private long length;

  SegmentChannel(Disk.File file, long length) {
    this.file = file;
    this.length = length;
  }

  /** How long the file is, if nothing has failed. */
  long length() {
    return length;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    int from = bytes.arrayOffset() + bytes.position();
    if (CrashPoint.JOURNAL_HALF_WRITTEN.isAsked()) {
      file.append(bytes.array(), from, count / 2);
      CrashPoint.JOURNAL_HALF_WRITTEN.reach();
      file.append(bytes.array(), from + count / 2, count - count / 2);
    } else {
      file.append(bytes.array(), from, count);
    }
    bytes.position(bytes.limit());
    length += count;
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** The file belongs to the journal. */
  @Override
  public void close() {}
}
