package io.correlator.api;

/**
 * Which record this is, independent of how it arrived: a record that was captured and is replayed
 * has the same identity, and so gives events with the same ids.
 *
 * @param source the name of the source as configured; for a file, its path as given
 * @param incarnation tells apart what has the same name at different times, such as the files of a
 *     rotation; 0 where there is only one
 * @param position the offset of the record's first byte, or its number in sources without offsets
 */
public record RecordId(String source, long incarnation, long position)
    implements Comparable<RecordId> {

  /** Orders by source, incarnation and position. */
  @Override
  public int compareTo(RecordId other) {
    int bySource = source.compareTo(other.source);
    if (bySource != 0) {
      return bySource;
    }
    int byIncarnation = Long.compare(incarnation, other.incarnation);
    return byIncarnation != 0 ? byIncarnation : Long.compare(position, other.position);
  }
}
