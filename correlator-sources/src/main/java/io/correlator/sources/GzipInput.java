package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks gzip archives (RFC 1952), also those of several members. For one thread.
 *
 * <p>The JDK's own {@link java.util.zip.GZIPInputStream} takes a broken second member for the end
 * of the archive and says nothing. Here, whatever is wrong is an error, and all text before it is
 * delivered first. Zero bytes behind the last member are padding.
 */
final class GzipInput extends InputStream {
  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int filled;
  private boolean inMember;
  private boolean ended;

  /** What is wrong behind the text that was unpacked last. */
  private @Nullable BrokenArchiveException broken;

  GzipInput(InputStream in) {
    this.in = requireNonNull(in, "in");
  }

  /** An archive that is broken, or not complete. */
  static final class BrokenArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenArchiveException(String reason) {
      super(reason);
    }

    static BrokenArchiveException cutOff() {
      return new BrokenArchiveException("the archive breaks off");
    }
  }

  /** Whether this is how gzip archives begin. */
  static boolean isGzip(byte[] head) {
    return head.length >= 2 && head[0] == (byte) MAGIC && head[1] == (byte) (MAGIC >> 8);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (!inMember) {
        beginMember();
      } else {
        int count = inflate(target, offset, length);
        if (count > 0) {
          return count;
        }
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    if (broken != null) {
      throw broken;
    }
    long before = inflater.getBytesWritten();
    try {
      int count = inflater.inflate(target, offset, length);
      checksum.update(target, offset, count);
      if (count == 0 && inflater.finished()) {
        endMember();
      } else if (count == 0 && inflater.needsDictionary()) {
        throw new BrokenArchiveException("the archive is corrupt");
      } else if (count == 0) {
        if (next == filled && !fill()) {
          throw BrokenArchiveException.cutOff();
        }
        inflater.setInput(buffer, next, filled - next);
        next = filled;
      }
      return count;
    } catch (DataFormatException e) {
      broken = new BrokenArchiveException("the archive is corrupt");
      broken.initCause(e);
      int count = (int) (inflater.getBytesWritten() - before);
      if (count == 0) {
        throw broken;
      }
      return count;
    }
  }

  private void beginMember() throws IOException {
    int first = skipPadding();
    if (first < 0) {
      ended = true;
      return;
    }
    int flags = readHeader(first);
    if ((flags & EXTRA) != 0) {
      skip(readShort());
    }
    skipTexts(Integer.bitCount(flags & (NAME | COMMENT)));
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    checksum.reset();
    inMember = true;
  }

  /** The first byte that is not zero; -1 if there is none. */
  private int skipPadding() throws IOException {
    int first = readOrEnd();
    while (first == 0) {
      first = readOrEnd();
    }
    return first;
  }

  /** Reads the ten bytes that every member begins with, and returns its flags. */
  private int readHeader(int first) throws IOException {
    if (first != (MAGIC & 0xff) || readByte() != MAGIC >> 8) {
      throw new BrokenArchiveException("something that is no gzip follows in the archive");
    }
    if (readByte() != DEFLATE) {
      throw new BrokenArchiveException("the archive is packed in an unknown way");
    }
    int flags = readByte();
    skip(6);
    return flags;
  }

  private void skipTexts(int texts) throws IOException {
    for (int i = 0; i < texts; i++) {
      while (readByte() != 0) {
        // A file name or a comment, which end in a zero byte.
      }
    }
  }

  private void endMember() throws IOException {
    next = filled - inflater.getRemaining();
    long expectedChecksum = readInt();
    long expectedLength = readInt();
    if (expectedChecksum != checksum.getValue()
        || expectedLength != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new BrokenArchiveException("the archive is corrupt: its checksum is wrong");
    }
    inMember = false;
  }

  private long readInt() throws IOException {
    return readShort() | (long) readShort() << 16;
  }

  private int readShort() throws IOException {
    int low = readByte();
    return low | readByte() << 8;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      readByte();
    }
  }

  private int readByte() throws IOException {
    int value = readOrEnd();
    if (value < 0) {
      throw BrokenArchiveException.cutOff();
    }
    return value;
  }

  private int readOrEnd() throws IOException {
    return next == filled && !fill() ? -1 : buffer[next++] & 0xff;
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    next = 0;
    filled = Math.max(count, 0);
    return count > 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
