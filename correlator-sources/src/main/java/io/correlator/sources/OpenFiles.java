package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import java.nio.channels.ClosedByInterruptException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Bounds how many files are open at once: what was not read for the longest time is closed, to be
 * opened again where it was left. For the thread of one source.
 */
final class OpenFiles {
  /** Systems let a process have 1,024 as a rule, and others need some. */
  static final int MOST = 500;

  /** How many each path has open, the one that was read last at the end. */
  private final Map<FollowedPath, Integer> counts = new LinkedHashMap<>();

  private final Consumer<FollowedPath> parked;
  private int open;

  /**
   * Nothing is open.
   *
   * @param parked hears which paths had their files closed
   */
  OpenFiles(Consumer<FollowedPath> parked) {
    this.parked = requireNonNull(parked, "parked");
  }

  /** A path was read, or begun. */
  void used(FollowedPath path) throws ClosedByInterruptException {
    closed(path);
    int count = path.openFiles();
    if (count == 0) {
      return;
    }
    while (open > 0 && open + count > MOST) {
      FollowedPath eldest = counts.keySet().iterator().next();
      eldest.park();
      parked.accept(eldest);
      closed(eldest);
    }
    counts.put(path, count);
    open += count;
  }

  /** A path was looked at, by which files may have been opened and closed. */
  void looked(FollowedPath path, boolean read) throws ClosedByInterruptException {
    if (read || counts.getOrDefault(path, 0) != path.openFiles()) {
      used(path);
    }
  }

  /** A path has nothing open. */
  void closed(FollowedPath path) {
    Integer before = counts.remove(path);
    open -= before == null ? 0 : before;
  }
}
