package io.correlator.cli;

import io.correlator.rules.LiveRules;
import io.correlator.rules.RuleChanges;
import io.correlator.rules.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Has rules read again when their files have changed, for commands that run until they are told to
 * end. For one thread.
 */
final class RuleWatch {
  private final LiveRules rules;
  private final List<Path> paths;
  private final Terminal terminal;
  private Map<Path, Stamp> seen;

  /** What changes when a file does. */
  private record Stamp(Object modified, long size, String key) {
    static Stamp of(BasicFileAttributes file) {
      return new Stamp(file.lastModifiedTime(), file.size(), String.valueOf(file.fileKey()));
    }
  }

  /** Rules that have just been read from these files and folders. */
  RuleWatch(LiveRules rules, List<Path> paths, Terminal terminal) {
    this.rules = rules;
    this.paths = List.copyOf(paths);
    this.terminal = terminal;
    this.seen = stamps();
  }

  /** Looks whether a file has changed; if so, what has become of the rules is said. */
  void look() {
    Map<Path, Stamp> now = stamps();
    if (!now.equals(seen)) {
      seen = now;
      tell(rules.reload());
    }
  }

  private void tell(RuleChanges changes) {
    changes.problems().stream()
        .filter(Problem::isError)
        .forEach(problem -> ("correlator: " + problem).lines().forEach(terminal::show));
    terminal.say(
        "rules were read again: %d added, %d changed, %d removed, %d as before%s%s"
            .formatted(
                changes.added().size(),
                changes.changed().size(),
                changes.removed().size(),
                changes.unchanged(),
                changes.reset().isEmpty()
                    ? ""
                    : "; forgot what they had seen: " + String.join(", ", changes.reset()),
                changes.hasErrors() ? "; what is wrong stays as it was" : ""));
  }

  private Map<Path, Stamp> stamps() {
    Map<Path, Stamp> stamps = new HashMap<>();
    for (Path path : paths) {
      try (Stream<Path> files = Files.walk(path)) {
        files.forEach(file -> stamp(file, stamps));
      } catch (IOException | UncheckedIOException e) {
        // It is not there now, or not to be read; that is a change, too.
      }
    }
    return stamps;
  }

  private static void stamp(Path file, Map<Path, Stamp> stamps) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (found.isRegularFile()) {
        stamps.put(file, Stamp.of(found));
      }
    } catch (IOException e) {
      // It has just gone.
    }
  }
}
