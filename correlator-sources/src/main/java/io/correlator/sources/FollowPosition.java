package io.correlator.sources;

import io.correlator.api.source.SourcePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
  private static final String NONE = "-";

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
    mark.files().forEach(file -> lines.add(write(file)));
  }

  private static String write(FileMark file) {
    return String.join(
        " ",
        "file",
        Long.toString(file.incarnation()),
        Long.toString(file.offset()),
        Long.toString(file.line()),
        file.inLongLine() ? "within" : "whole",
        file.believed().isPresent() ? Long.toString(file.believed().getAsLong()) : NONE,
        Long.toString(file.modified()),
        write(file.head()),
        write(file.tail()),
        Escapes.escape(file.key()));
  }

  private static String write(Print print) {
    return print.length() + ":" + print.hash();
  }

  /**
   * The marks of the paths, by what they are called.
   *
   * @throws IllegalArgumentException if the text was not written by {@link #text}; it says where
   */
  static Map<String, PathMark> read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(VERSION)) {
      throw new IllegalArgumentException(
          "the saved position begins with '%s', not with '%s': it is damaged, or of a later version"
              .formatted(lines.isEmpty() ? "" : Escapes.escape(lines.get(0)), VERSION));
    }
    Map<String, PathMark> paths = new LinkedHashMap<>();
    String path = "";
    for (int i = 1; i < lines.size(); i++) {
      Words words = new Words(i + 1, lines.get(i));
      if (words.either("kind", "path", "file")) {
        PathMark mark = new PathMark(words.number("incarnation"), words.any("since"), List.of());
        path = words.text("path");
        paths.put(path, mark);
      } else {
        FileMark file = readFile(words);
        paths.compute(path, (unused, mark) -> words.add(mark, file));
      }
      words.end();
    }
    return paths;
  }

  private static FileMark readFile(Words words) {
    FileMark file =
        new FileMark(
            words.number("incarnation"),
            words.number("offset"),
            words.number("line"),
            words.either("state", "within", "whole"),
            words.optional("time"),
            words.any("modified"),
            words.print("head", FileMark.HEAD),
            words.print("tail", LineReader.TAIL),
            words.text("key"));
    if (file.offset() < Math.max(file.head().length(), file.tail().length())) {
      throw words.damaged("offset", Long.toString(file.offset()));
    }
    return file;
  }

  /** The words of one line, each of which is something. */
  private static final class Words {
    private final int number;
    private final Iterator<String> left;

    Words(int number, String line) {
      this.number = number;
      this.left = Arrays.asList(line.split(" ", -1)).iterator();
    }

    String next(String what) {
      if (!left.hasNext()) {
        throw damaged(what, "");
      }
      return left.next();
    }

    /** Whether the word is the one; it must be one of both. */
    boolean either(String what, String one, String other) {
      String word = next(what);
      if (!word.equals(one) && !word.equals(other)) {
        throw damaged(what, word);
      }
      return word.equals(one);
    }

    long any(String what) {
      String word = next(what);
      try {
        return Long.parseLong(word);
      } catch (NumberFormatException e) {
        throw damaged(what, word);
      }
    }

    long number(String what) {
      long value = any(what);
      if (value < 0) {
        throw damaged(what, Long.toString(value));
      }
      return value;
    }

    OptionalLong optional(String what) {
      String word = next(what);
      try {
        return word.equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(word));
      } catch (NumberFormatException e) {
        throw damaged(what, word);
      }
    }

    Print print(String what, int most) {
      String word = next(what);
      int colon = word.indexOf(':');
      try {
        int length = Integer.parseInt(word, 0, Math.max(colon, 0), 10);
        if (length >= 0 && length <= most) {
          return new Print(length, word.substring(colon + 1));
        }
      } catch (NumberFormatException e) {
        // Said below, as for a length that cannot be.
      }
      throw damaged(what, word);
    }

    String text(String what) {
      String word = next(what);
      try {
        return Escapes.unescape(word);
      } catch (IllegalArgumentException e) {
        throw damaged(what, word);
      }
    }

    PathMark add(@Nullable PathMark mark, FileMark file) {
      if (mark == null) {
        throw damaged("path", "");
      }
      List<FileMark> files = new ArrayList<>(mark.files());
      files.add(file);
      return new PathMark(mark.nextIncarnation(), mark.since(), files);
    }

    void end() {
      if (left.hasNext()) {
        throw damaged("end", left.next());
      }
    }

    IllegalArgumentException damaged(String what, String word) {
      return new IllegalArgumentException(
          "the saved position is damaged: line %d: %s: cannot read '%s'"
              .formatted(number, what, Escapes.escape(word)));
    }
  }
}
