package io.correlator.sources;

import io.correlator.api.source.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link FollowSource} stands, and how that is written: a line that says so, and for each
 * path one line and one more for each of its files, of words separated by blanks.
 *
 * <pre>
 * follow 1
 * path NEXT-INCARNATION SINCE PATH
 * file INCARNATION OFFSET LINE whole|within BELIEVED|- MODIFIED LENGTH:HASH LENGTH:HASH KEY
 * </pre>
 *
 * <p>The parts are those of {@link PathMark} and {@link FileMark}. Blanks, backslashes and what
 * does not show are escaped. Immutable.
 */
final class FollowPosition implements SourcePosition {
  private static final String VERSION = "follow 1";

  private final Map<String, Supplier<PathMark>> paths;

  /**
   * A position.
   *
   * @param paths what the paths are called and where they stand; asked in any thread, and only when
   *     the text is needed
   */
  FollowPosition(Map<String, Supplier<PathMark>> paths) {
    this.paths = paths;
  }

  @Override
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(VERSION);
    paths.forEach((path, mark) -> write(path, mark.get(), lines));
    return String.join("\n", lines) + "\n";
  }

  private static void write(String path, PathMark mark, List<String> lines) {
    lines.add(
        "path %d %d %s".formatted(mark.nextIncarnation(), mark.since(), Escapes.escape(path)));
    mark.files().forEach(file -> lines.add("file " + file.text()));
  }

  /**
   * The marks of the paths, by what they are called.
   *
   * @throws IllegalArgumentException if the text was not written by {@link #text}; it says where
   */
  static Map<String, PathMark> read(String text) {
    Map<String, PathMark> paths = new LinkedHashMap<>();
    String path = "";
    for (Words words : Words.linesOf(text, VERSION)) {
      if (words.either("kind", "path", "file")) {
        PathMark mark = new PathMark(words.number("incarnation"), words.any("since"), List.of());
        path = words.text("path");
        paths.put(path, mark);
      } else {
        FileMark file = words.file();
        paths.compute(path, (unused, mark) -> add(file, mark, words));
      }
      words.end();
    }
    return paths;
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
