package io.correlator.sources;

import java.util.List;

/**
 * Where one path that is followed stood: the files that were being read, oldest first. None, if it
 * waits for a file.
 *
 * @param nextIncarnation that of the file that comes next
 * @param since when the newest of the files, or of those that had been there before, was last
 *     written, in nanoseconds since 1970: what was written later has not been read
 * @param files the files
 */
record PathMark(long nextIncarnation, long since, List<FileMark> files) {
  /** The mark of a path of which nothing was read; what had its name before does not matter. */
  static final PathMark NOTHING_READ = new PathMark(0, Long.MAX_VALUE, List.of());

  PathMark {
    files = List.copyOf(files);
  }
}
