package io.correlator.sources;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Where a file had been read to, and by what it is known again: its text. Its name would not do,
 * because a rotation changes that, nor its inode, because a file system gives those of deleted
 * files to new ones.
 *
 * @param incarnation which of the files of its path this is
 * @param offset so many bytes were taken care of
 * @param line the number of the line that follows; 0 if it is not known
 * @param inLongLine whether a record was made of the beginning of the line that follows
 * @param believed the time of the last line, in milliseconds, if there was one with a time
 * @param modified when the file was last written as far as was known, in nanoseconds since 1970
 * @param head the print of its beginning, at most {@link #HEAD} bytes; up to the offset, if
 *     anything was taken care of
 * @param tail the print of what stands right before the offset, at most {@link LineReader#TAIL}
 *     bytes
 * @param key what it is called: a file that is followed by the file system, one that is read whole
 *     by whoever named it
 */
record FileMark(
    long incarnation,
    long offset,
    long line,
    boolean inLongLine,
    OptionalLong believed,
    long modified,
    Print head,
    Print tail,
    String key) {
  /** So many bytes at the beginning of a file tell it from others, at most. */
  static final int HEAD = 1024;

  private static final int TELLING = 256;

  /** How a mark is written, to be read by {@link Words#file()}. */
  String text() {
    return String.join(
        " ",
        Long.toString(incarnation),
        Long.toString(offset),
        Long.toString(line),
        inLongLine ? "within" : "whole",
        believed.isPresent() ? Long.toString(believed.getAsLong()) : Words.NONE,
        Long.toString(modified),
        head.text(),
        tail.text(),
        Escapes.escape(key));
  }

  /** Whether so much is known of the text that no other file has the same. */
  boolean isTelling() {
    return Math.max(offset, head.length()) >= TELLING;
  }

  /** The same, of a file that has not been written after that, in nanoseconds since 1970. */
  FileMark withModified(long nanos) {
    return new FileMark(incarnation, offset, line, inLongLine, believed, nanos, head, tail, key);
  }

  /** The same in another file of a path. */
  FileMark withIncarnation(long other) {
    return new FileMark(other, offset, line, inLongLine, believed, modified, head, tail, key);
  }

  /** Whether a file has the text that this mark was made in, up to its offset. */
  boolean isIn(FileChannel file) throws IOException {
    return file.size() >= offset
        && Print.of(read(file, 0, head.length())).equals(head)
        && Print.of(read(file, offset - tail.length(), tail.length())).equals(tail);
  }

  /**
   * Whether a text that can only be read once is that which this mark was made in. Reads no further
   * than to its offset.
   */
  boolean isIn(InputStream text) throws IOException {
    byte[] first = text.readNBytes(head.length());
    if (!Print.of(first).equals(head)) {
      return false;
    }
    byte[] last;
    int known = tail.length();
    if (offset <= first.length) {
      last = Arrays.copyOfRange(first, (int) offset - known, (int) offset);
    } else if (offset - known >= first.length) {
      text.skipNBytes(offset - known - first.length);
      last = text.readNBytes(known);
    } else {
      byte[] all = Arrays.copyOf(first, (int) offset);
      int left = all.length - first.length;
      if (text.readNBytes(all, first.length, left) < left) {
        return false;
      }
      last = Arrays.copyOfRange(all, all.length - known, all.length);
    }
    return Print.of(last).equals(tail);
  }

  /** The bytes from {@code position} on, fewer than {@code most} at the end of the file. */
  static byte[] read(FileChannel file, long position, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(most);
    while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {
      // Reads on.
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
