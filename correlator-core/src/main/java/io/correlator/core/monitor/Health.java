package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How an engine is doing at one moment, and why. Immutable.
 *
 * @param status in one word
 * @param causes why it is not {@link Status#UP}; empty if it is
 */
public record Health(Status status, List<Cause> causes) {
  public Health {
    requireNonNull(status, "status");
    causes = List.copyOf(causes);
  }

  /** How an engine is doing. */
  public enum Status {
    /** All parts work. */
    UP,
    /** It works, and some part does not, or did not within the last minute. */
    DEGRADED,
    /**
     * It does not take records: it has failed, all its sources have, a source cannot write to its
     * journal, or it is not running.
     */
    DOWN,
    /** It was told to close, and is finishing what it has. */
    STOPPING
  }

  /**
   * Something that keeps an engine from being up.
   *
   * @param part what kind of part it is about
   * @param name its name
   * @param reason what is wrong with it
   * @param since when that was first noticed, by the engine's clock
   */
  public record Cause(Failure.Kind part, String name, Reason reason, Instant since) {
    public Cause {
      requireNonNull(part, "part");
      requireNonNull(name, "name");
      requireNonNull(reason, "reason");
      requireNonNull(since, "since");
    }

    /** Such as {@code module sshd: quarantined}. */
    @Override
    public String toString() {
      return part + " " + name + ": " + reason;
    }
  }

  /** What can be wrong with a part. */
  public enum Reason {
    /** The engine has not been started. */
    NOT_STARTED,
    /** The engine has ended. */
    ENDED,
    /** The part brought the engine to its end: the JVM had no memory left. */
    OUT_OF_MEMORY,
    /** The part brought the engine to its end in some other way; or the source ended by failing. */
    FAILED,
    /** What the source takes cannot be written to its journal: it takes nothing. */
    JOURNAL_BLOCKED,
    /** Some input of the source could not be read, within the last minute. */
    UNREADABLE,
    /** The module has failed so often that records pass it by. */
    QUARANTINED,
    /** The part has thrown something within the last minute. */
    FAILING,
    /**
     * The module's state was full within the last minute: keys were forgotten before their time.
     */
    STATE_EVICTED,
    /** The listener has failed, and will be offered the same again in a while. */
    RETRYING,
    /** The listener does not return from a call. */
    STALLED,
    /** The listener did not take events within the last minute; they are kept as dead letters. */
    DEAD_LETTERING,
    /** Events for the listener were dropped within the last minute. */
    DROPPING,
    /** Too many records waited within the last minute, so some were evaluated before their turn. */
    FORCED_ADVANCES;

    /** The stable name, such as {@code dead-lettering}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Such as {@code DEGRADED (module sshd: quarantined)}. */
  @Override
  public String toString() {
    return causes.isEmpty()
        ? status.toString()
        : causes.stream()
            .map(Cause::toString)
            .collect(Collectors.joining(", ", status + " (", ")"));
  }
}
