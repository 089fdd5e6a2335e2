package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

/**
 * A plug-in threw something, a message could not be rendered, or state could not be saved; in the
 * worst case, the engine itself threw something.
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
    SNAPSHOT,
    /** Writing to the capture: what could not be written is missing when it is replayed. */
    CAPTURE,
    /** The engine's own code: a defect, or no memory left. */
    ENGINE;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Whether the engine cannot go on after this: the JVM is out of memory or broken, or the engine's
   * own code has failed. It then stops its sources, lets listeners have what there is, and ends; it
   * never ends the JVM.
   */
  public boolean isFatal() {
    return kind == Kind.ENGINE
        || (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError));
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
