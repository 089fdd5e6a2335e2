package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The condition of an operator was met for a key. Key and {@link #time()} together tell one firing
 * of an operator from another, except under {@link Rearm.Policy#EVERY}.
 *
 * <p>Immutable; may be kept and used by any thread.
 *
 * @param key the key; one longer than 255 bytes is shortened, with a digest of the whole at its end
 * @param time when it fired: the time of the completing event, or the deadline for conditions that
 *     time decides
 * @param firstSeen the time of the first event behind it
 * @param lastSeen the time of the last event behind it
 * @param observed the count, the number of steps, or the aggregate; a count stops at what the
 *     condition needs, so read it as "at least"
 * @param errorBound how far {@code observed} may be off; 0 unless it is {@link Flag#APPROXIMATE}
 * @param sightings the events behind it, oldest first; of many, the first 5 and the last 20
 * @param flags what a reader should know about it
 */
public record Firing(
    Slice key,
    Instant time,
    Instant firstSeen,
    Instant lastSeen,
    double observed,
    double errorBound,
    List<Sighting> sightings,
    Set<Flag> flags) {

  /** Something that a reader should know about a firing. */
  public enum Flag {
    /** There were more values than are kept one by one: see {@link Firing#errorBound()}. */
    APPROXIMATE,
    /**
     * There may have been more events: state of this key may have been pushed out before, or a
     * record of it was {@linkplain io.correlator.api.LogRecord.Flag#OVERTAKEN overtaken}.
     */
    DEGRADED,
    /**
     * There may have been more events: the operator has been made to remember more than before, by
     * a change of its module, and not a whole window has passed since.
     */
    WARMING,
    /**
     * The input had ended before, and time went on without it, as the engine was told to: what was
     * missing might have come.
     */
    AT_END
  }

  public Firing {
    requireNonNull(key, "key");
    requireNonNull(time, "time");
    requireNonNull(firstSeen, "firstSeen");
    requireNonNull(lastSeen, "lastSeen");
    sightings = List.copyOf(sightings);
    flags = Set.copyOf(flags);
  }

  /** Whether {@code flag} applies. */
  public boolean is(Flag flag) {
    return flags.contains(flag);
  }

  /** The records of the {@link #sightings()} that are still there: what an event is built from. */
  public List<LogRecord> evidence() {
    return sightings.stream().map(Sighting::record).flatMap(Optional::stream).toList();
  }
}
