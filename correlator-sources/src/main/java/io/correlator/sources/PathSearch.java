package io.correlator.sources;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One search for the files that patterns mean. Links are followed to files, and to folders where a
 * pattern names those one by one, but not at any depth: so there are no circles. For one thread.
 */
final class PathSearch {
  /** So many folders are looked at, at most. */
  private static final int MOST_FOLDERS = 10_000;

  private final Predicate<Path> known;
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> folders = new LinkedHashSet<>();
  private final Map<Path, String> troubles = new LinkedHashMap<>();

  /**
   * A search.
   *
   * @param known what need not be looked at to know that it is a file
   */
  PathSearch(Predicate<Path> known) {
    this.known = known;
  }

  PathSearch in(PathPattern pattern) {
    walk(pattern.base(), pattern, 0);
    if (folders.size() == MOST_FOLDERS) {
      troubles.put(
          pattern.base(),
          "there are more than %d folders: only those are searched".formatted(MOST_FOLDERS));
    }
    return this;
  }

  /** What was found, of which all that is not known is a file. */
  Set<Path> files() {
    return files;
  }

  /** In which folders. */
  Set<Path> folders() {
    return folders;
  }

  /** Which folders could not be searched, and why. */
  Map<Path, String> troubles() {
    return troubles;
  }

  private void walk(Path folder, PathPattern pattern, int index) {
    PathPattern.Name name = pattern.names().get(index);
    if (name.isLiteral()) {
      visit(folder.resolve(name.text()), pattern, index);
      return;
    }
    if (name.isAnyDepth()) {
      walk(folder, pattern, index + 1);
    }
    for (Path entry : entries(folder)) {
      if (!name.fits(entry)) {
        continue;
      }
      if (!name.isAnyDepth()) {
        visit(entry, pattern, index);
      } else if (!isKnown(entry) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        walk(entry, pattern, index);
      }
    }
  }

  private void visit(Path entry, PathPattern pattern, int index) {
    if (index < pattern.names().size() - 1) {
      if (!isKnown(entry) && Files.isDirectory(entry)) {
        walk(entry, pattern, index + 1);
      }
    } else if (isKnown(entry) || Files.isRegularFile(entry)) {
      files.add(entry);
    }
  }

  private boolean isKnown(Path entry) {
    return files.contains(entry) || known.test(entry);
  }

  private List<Path> entries(Path folder) {
    if (folders.size() == MOST_FOLDERS && !folders.contains(folder)) {
      return List.of();
    }
    folders.add(folder);
    try {
      return list(folder);
    } catch (NoSuchFileException | NotDirectoryException e) {
      // It is waited for.
    } catch (IOException e) {
      troubles.put(folder, Reasons.of(e));
    }
    return List.of();
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
      return entries;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
