package io.correlator.sources;

import io.correlator.sources.Siblings.Sibling;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of files of which nothing more is expected under their names: so that they are not
 * read again when they have another one that is followed, too. Those that are gone for longest are
 * forgotten. For the thread of one source.
 */
final class GoneFiles {
  /** So many paths, and so many files, are remembered. */
  static final int MOST = 1_000;

  private final Map<String, PathMark> paths = new LinkedHashMap<>();
  private final Map<String, FileMark> files = new LinkedHashMap<>();
  private @Nullable Snapshot snapshot;

  /**
   * What is known at one moment. Immutable.
   *
   * @param paths the marks of paths, by name
   * @param files the marks of files
   */
  record Snapshot(Map<String, PathMark> paths, List<FileMark> files) {
    static final Snapshot NOTHING = new Snapshot(Map.of(), List.of());
  }

  /** Goes on with what an earlier run knew. */
  void restore(FollowPosition.Saved saved) {
    saved.gone().paths().forEach(this::restore);
    saved.gone().files().forEach(this::add);
  }

  /** A path is not followed in this run. */
  void restore(String name, PathMark mark) {
    put(paths, name, mark);
    mark.files().forEach(this::add);
  }

  /** A path is not followed any more, from now on. */
  void add(String name, PathMark mark, long now) {
    put(paths, name, mark);
    mark.files().forEach(file -> add(file.withModified(now)));
  }

  /** A file was read to its end, when it was as old as the mark says. */
  void add(FileMark mark) {
    put(files, mark.key(), mark);
  }

  private <T> void put(Map<String, T> marks, String key, T mark) {
    snapshot = null;
    marks.remove(key);
    marks.put(key, mark);
    if (marks.size() > MOST) {
      Iterator<String> eldest = marks.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** Where a path was left. */
  Optional<PathMark> of(String name) {
    return Optional.ofNullable(paths.get(name));
  }

  /** A path is followed again. */
  void cameBack(String name) {
    if (paths.remove(name) != null) {
      snapshot = null;
    }
  }

  /**
   * Where a file was left, whatever it was called. Short ones may begin alike: one that was written
   * since is another, which has got the place of the one before.
   */
  Optional<FileMark> markOf(Sibling file) throws IOException {
    FileMark mark = files.get(file.key());
    return mark != null
            && (mark.isTelling() || file.modified() <= mark.modified())
            && Siblings.isIn(mark, file)
        ? Optional.of(mark)
        : Optional.empty();
  }

  Snapshot snapshot() {
    Snapshot now = snapshot;
    if (now == null) {
      now = new Snapshot(new LinkedHashMap<>(paths), List.copyOf(files.values()));
      snapshot = now;
    }
    return now;
  }
}
