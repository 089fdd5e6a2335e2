package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which files are meant, by their paths: all below a folder, or those that a glob describes. A name
 * in it is matched as {@link java.nio.file.FileSystem#getPathMatcher} does it; {@code **} stands
 * for any number of folders, also none, as in a shell. As there, what is hidden by a leading dot is
 * only meant by a name that begins with one. Immutable.
 */
final class PathPattern {
  private static final String ANY_DEPTH = "**";
  private static final Pattern WILD = Pattern.compile("[*?\\[\\]{}\\\\]");

  private final String text;
  private final Path base;
  private final List<Name> names;

  /** One name of a path. */
  record Name(String text, @Nullable PathMatcher matcher) {
    static Name of(String text) {
      return new Name(
          text,
          text.equals(ANY_DEPTH) || !WILD.matcher(text).find()
              ? null
              : FileSystems.getDefault().getPathMatcher("glob:" + text));
    }

    boolean isAnyDepth() {
      return text.equals(ANY_DEPTH);
    }

    /** Whether there is only one file or folder that has it. */
    boolean isLiteral() {
      return matcher == null && !isAnyDepth();
    }

    boolean fits(Path entry) {
      String name = String.valueOf(entry.getFileName());
      if (isLiteral()) {
        return name.equals(text);
      }
      boolean mayBe = !name.startsWith(".") || text.startsWith(".");
      return mayBe && (matcher == null || matcher.matches(Path.of(name)));
    }
  }

  private PathPattern(String text, Path base, List<Name> names) {
    this.text = text;
    this.base = base;
    this.names = List.copyOf(names);
  }

  /** All files in a folder and below. */
  static PathPattern folder(Path folder) {
    return new PathPattern(folder.toString(), folder, List.of(Name.of(ANY_DEPTH), Name.of("*")));
  }

  /**
   * The files that a glob describes.
   *
   * @throws IllegalArgumentException if it cannot be read; it says why
   */
  static PathPattern glob(String glob) {
    requireNonNull(glob, "glob");
    String written = File.separatorChar == '\\' ? glob.replace('\\', '/') : glob;
    int end = 0;
    for (int slash = written.indexOf('/');
        slash >= 0 && !WILD.matcher(written.substring(0, slash)).find();
        slash = written.indexOf('/', end)) {
      end = slash + 1;
    }
    List<Name> names = new ArrayList<>();
    try {
      for (String name : written.substring(end).split("/", -1)) {
        boolean again = name.equals(ANY_DEPTH) && endsWithAnyDepth(names);
        if (!name.isEmpty() && !again) {
          names.add(Name.of(name));
        }
      }
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'%s' is not a pattern of paths: %s; braces and brackets end before the next /"
              .formatted(glob, e.getDescription()),
          e);
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' is not a pattern of files: write one such as /var/log/*.log".formatted(glob));
    }
    if (endsWithAnyDepth(names)) {
      names.add(Name.of("*"));
    }
    return new PathPattern(glob, Path.of(written.substring(0, end)), names);
  }

  private static boolean endsWithAnyDepth(List<Name> names) {
    return !names.isEmpty() && names.get(names.size() - 1).isAnyDepth();
  }

  /** Where everything that is meant lies; the empty path for the present folder. */
  Path base() {
    return base;
  }

  /** How the path goes on below the base, name by name. */
  List<Name> names() {
    return names;
  }

  /** Whether a file is meant, if there is one of that name. */
  boolean matches(Path file) {
    boolean here = base.toString().isEmpty();
    if (here ? file.isAbsolute() : !file.startsWith(base) || file.equals(base)) {
      return false;
    }
    return matches(here ? file : base.relativize(file), 0, 0);
  }

  private boolean matches(Path file, int from, int name) {
    if (name == names.size()) {
      return from == file.getNameCount();
    }
    if (names.get(name).isAnyDepth()) {
      return matches(file, from, name + 1)
          || (from < file.getNameCount() - 1
              && names.get(name).fits(file.getName(from))
              && matches(file, from + 1, name));
    }
    return from < file.getNameCount()
        && names.get(name).fits(file.getName(from))
        && matches(file, from + 1, name + 1);
  }

  /** As it was given. */
  @Override
  public String toString() {
    return text;
  }
}
