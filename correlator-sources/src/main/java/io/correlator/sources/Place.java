package io.correlator.sources;

import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A place in a file that is being read, to become a mark if state is saved. Hashes are made when
 * they are asked for, in any thread: the bytes are not changed any more. Immutable.
 */
final class Place implements Supplier<FileMark> {
  private final long incarnation;
  private final long offset;
  private final long line;
  private final boolean inLongLine;
  private final OptionalLong believed;
  private final long modified;
  private final byte[] head;
  private final byte[] tail;
  private final String key;

  private Place(
      LineReader lines,
      RecordAssembler records,
      long incarnation,
      long modified,
      byte[] head,
      String key) {
    this.incarnation = incarnation;
    this.offset = lines.consumed();
    this.line = lines.nextLine();
    this.inLongLine = lines.inLongLine();
    this.believed = records.believed();
    this.modified = modified;
    this.head = head;
    this.tail = lines.lastConsumed();
    this.key = key;
  }

  /**
   * Where the reading of a file stands.
   *
   * @param head the beginning of the file, as far as it is known
   */
  static Place of(
      LineReader lines,
      RecordAssembler records,
      long incarnation,
      long modified,
      byte[] head,
      String key) {
    return new Place(lines, records, incarnation, modified, head, key);
  }

  /** Whether this is still the place of a file that stands there and was last written then. */
  boolean isAt(long consumed, long lastModified) {
    return offset == consumed && modified == lastModified;
  }

  @Override
  public FileMark get() {
    return new FileMark(
        incarnation,
        offset,
        line,
        inLongLine,
        believed,
        modified,
        // Of a file that only waits to be read, too: its inode may be another's by then.
        Print.of(
            head,
            offset <= ByteOrderMark.LONGEST ? head.length : (int) Math.min(head.length, offset)),
        Print.of(tail),
        key);
  }
}
