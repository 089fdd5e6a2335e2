package io.correlator.sources;

import io.correlator.api.source.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link FollowSource} stands, and how that is written: a line that says so, and for each
 * path one line and one more for each of its files, of words separated by blanks.
 *
 * <pre>
 * follow 1
 * path NEXT-INCARNATION SINCE PATH
 * file INCARNATION OFFSET LINE whole|within BELIEVED|- MODIFIED LENGTH:HASH LENGTH:HASH KEY
 * searched TIME PATTERN
 * gone NEXT-INCARNATION SINCE PATH
 * done INCARNATION OFFSET LINE whole|within BELIEVED|- MODIFIED LENGTH:HASH LENGTH:HASH KEY
 * </pre>
 *
 * <p>The parts are those of {@link PathMark} and {@link FileMark}. Blanks, backslashes and what
 * does not show are escaped. What a pattern means was searched for at a time in nanoseconds since
 * 1970: what was not found by then is new. What is gone is a path that is not followed any more,
 * with its files; what is done is a file that was read to its end. Immutable.
 */
final class FollowPosition implements SourcePosition {
  private static final String VERSION = "follow 1";

  /** The position of a run that has not begun. */
  static final Saved NOTHING = new Saved(Map.of(), Map.of(), GoneFiles.Snapshot.NOTHING);

  private final Consumer<BiConsumer<String, PathMark>> paths;
  private final Map<String, Long> searched;
  private final GoneFiles.Snapshot gone;

  /**
   * What a position says.
   *
   * @param paths the marks of the paths, by what they are called
   * @param searched when which patterns were searched for, in nanoseconds since 1970
   * @param gone what is not followed any more
   */
  record Saved(Map<String, PathMark> paths, Map<String, Long> searched, GoneFiles.Snapshot gone) {}

  /**
   * A position.
   *
   * @param paths tells what the paths are called and where they stand; asked in any thread, and
   *     only when the text is needed
   * @param searched as in {@link Saved}
   * @param gone what is not followed any more
   */
  FollowPosition(
      Consumer<BiConsumer<String, PathMark>> paths,
      Map<String, Long> searched,
      GoneFiles.Snapshot gone) {
    this.paths = paths;
    this.searched = searched;
    this.gone = gone;
  }

  @Override
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(VERSION);
    paths.accept((path, mark) -> write("path", path, mark, lines));
    searched.forEach(
        (pattern, time) -> lines.add("searched " + time + " " + Escapes.escape(pattern)));
    gone.paths().forEach((path, mark) -> write("gone", path, mark, lines));
    gone.files().forEach(file -> lines.add("done " + file.text()));
    return String.join("\n", lines) + "\n";
  }

  private static void write(String kind, String path, PathMark mark, List<String> lines) {
    lines.add(
        "%s %d %d %s".formatted(kind, mark.nextIncarnation(), mark.since(), Escapes.escape(path)));
    mark.files().forEach(file -> lines.add("file " + file.text()));
  }

  /**
   * What {@link #text} says.
   *
   * @throws IllegalArgumentException if the text was not written by it; it says where
   */
  static Saved read(String text) {
    Map<String, PathMark> paths = new LinkedHashMap<>();
    Map<String, Long> searched = new LinkedHashMap<>();
    Map<String, PathMark> gone = new LinkedHashMap<>();
    List<FileMark> done = new ArrayList<>();
    Map<String, PathMark> current = paths;
    String path = "";
    for (Words words : Words.linesOf(text, VERSION)) {
      String kind = words.next("kind");
      switch (kind) {
        case "path", "gone" -> {
          current = kind.equals("path") ? paths : gone;
          PathMark mark = new PathMark(words.number("incarnation"), words.any("since"), List.of());
          path = words.text("path");
          current.put(path, mark);
        }
        case "file" -> {
          FileMark file = words.file();
          current.compute(path, (unused, mark) -> add(file, mark, words));
        }
        case "searched" -> {
          long time = words.any("time");
          searched.put(words.text("pattern"), time);
        }
        case "done" -> done.add(words.file());
        default -> throw words.damaged("kind", kind);
      }
      words.end();
    }
    return new Saved(paths, searched, new GoneFiles.Snapshot(gone, List.copyOf(done)));
  }

  private static PathMark add(FileMark file, @Nullable PathMark mark, Words words) {
    if (mark == null) {
      throw words.damaged("path", "");
    }
    List<FileMark> files = new ArrayList<>(mark.files());
    files.add(file);
    return new PathMark(mark.nextIncarnation(), mark.since(), files);
  }
}
