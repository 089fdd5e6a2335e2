package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

/**
 * A plug-in threw something, or a message could not be rendered.
 *
 * @param kind which kind of part failed
 * @param name its name
 * @param count how often it has failed by now, this time included
 * @param cause what it threw
 */
public record Failure(Kind kind, String name, long count, Throwable cause) {
  public Failure {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    requireNonNull(cause, "cause");
  }

  /** The parts that can fail on their own. */
  public enum Kind {
    SOURCE,
    MODULE,
    LISTENER,
    /** A template of a message; its name is that of the template. */
    MESSAGE,
    /** Saving the state: after a crash, the engine would go on from an earlier snapshot. */
    SNAPSHOT;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Whether this is the first, tenth, hundredth... failure: often enough to tell people. */
  public boolean isMilestone() {
    long power = 1;
    while (power < count) {
      power *= 10;
    }
    return power == count;
  }
}
