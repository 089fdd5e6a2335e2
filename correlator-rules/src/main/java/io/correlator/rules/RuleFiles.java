package io.correlator.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What files of rules look like from the outside at some time: equal to what they look like later
 * if nobody has changed them. Immutable.
 */
record RuleFiles(Map<Path, Look> looks) {
  /** A file that somebody else puts in the place of this one has another key. */
  private record Look(FileTime changed, long size, String key) {
    /** What is not there, or cannot be looked at, looks like nothing else. */
    static final Look NOTHING = new Look(FileTime.fromMillis(0), -1, "");

    static Look at(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Look(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
      } catch (IOException e) {
        return NOTHING;
      }
    }
  }

  /** Looks at files, and at all files of rules in folders. */
  static RuleFiles at(List<Path> paths) {
    Map<Path, Look> looks = new TreeMap<>();
    for (Path path : paths) {
      try {
        Rules.files(path).forEach(file -> looks.put(file, Look.at(file)));
      } catch (IOException | UncheckedIOException e) {
        looks.put(path, Look.NOTHING);
      }
    }
    return new RuleFiles(looks);
  }
}
