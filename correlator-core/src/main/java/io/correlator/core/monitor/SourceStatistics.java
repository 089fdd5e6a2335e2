package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

import io.correlator.api.ParseFailure;
import io.correlator.api.source.DropReason;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a source has brought in so far. Exact, and it always balances: {@code received = parsed +
 * the sum of failed}. What was sent to it is {@code received} and {@code dropped}.
 *
 * @param name the source
 * @param state whether it is still running
 * @param received how many records it handed over
 * @param parsed how many of them could be read
 * @param failed how many could not, by reason; reasons that did not occur are left out
 * @param dropped how many were lost before it could take them, by reason; reasons that did not
 *     occur are left out
 * @param truncated how many were cut off because they were too long; counted as parsed or failed
 *     too
 * @param bytes the total length of the records, line ends excluded
 * @param unreadable how many of its inputs (files) could not be read, or not to the end
 * @param done how many bytes of input it has gone through
 * @param total how many bytes of input there are; 0 if not known
 * @param lastArrival when records of this run were handed over last; empty if there were none
 * @param perSecond how many records come in a second: a mean in which what is a minute old counts a
 *     third of what is new
 * @param counters what it counts besides, see {@link io.correlator.api.source.Source#counters}
 */
public record SourceStatistics(
    String name,
    State state,
    long received,
    long parsed,
    Map<ParseFailure, Long> failed,
    Map<DropReason, Long> dropped,
    long truncated,
    long bytes,
    long unreadable,
    long done,
    long total,
    Optional<Instant> lastArrival,
    double perSecond,
    Map<String, Long> counters) {
  public SourceStatistics {
    requireNonNull(name, "name");
    requireNonNull(state, "state");
    failed = Map.copyOf(failed);
    dropped = Map.copyOf(dropped);
    requireNonNull(lastArrival, "lastArrival");
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
  }

  /** The life of a source. */
  public enum State {
    /** Not started. */
    NEW,
    /** Reading, or waiting for something to read. */
    UP,
    /** Taking nothing, because what it takes cannot be written to its journal at present. */
    BLOCKED,
    /** Ended in good order. */
    DONE,
    /** Ended because it threw something. */
    FAILED
  }

  /** How many records could not be read, for whatever reason. */
  public long failedTotal() {
    return sum(failed);
  }

  /** How many records were dropped, for whatever reason. */
  public long droppedTotal() {
    return sum(dropped);
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same counts, with what depends on when somebody asks. */
  public SourceStatistics with(double perSecond, Map<String, Long> counters) {
    return new SourceStatistics(
        name,
        state,
        received,
        parsed,
        failed,
        dropped,
        truncated,
        bytes,
        unreadable,
        done,
        total,
        lastArrival,
        perSecond,
        counters);
  }

  /** Saves the counts, but not the state and the progress of a run. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(received);
    out.writeLong(parsed);
    save(failed, out);
    save(dropped, out);
    out.writeLong(truncated);
    out.writeLong(bytes);
    out.writeLong(unreadable);
  }

  private static void save(Map<? extends Enum<?>, Long> counts, DataOutput out) throws IOException {
    out.writeInt(counts.size());
    for (Map.Entry<? extends Enum<?>, Long> reason : counts.entrySet()) {
      out.writeUTF(reason.getKey().name());
      out.writeLong(reason.getValue());
    }
  }

  private static <E extends Enum<E>> Map<E, Long> load(Class<E> reasons, DataInput in)
      throws IOException {
    Map<E, Long> counts = new EnumMap<>(reasons);
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      counts.put(Enum.valueOf(reasons, in.readUTF()), in.readLong());
    }
    return counts;
  }

  /** The counts of source {@code name} that were saved. */
  public static SourceStatistics load(String name, DataInput in) throws IOException {
    long received = in.readLong();
    long parsed = in.readLong();
    Map<ParseFailure, Long> failed = load(ParseFailure.class, in);
    Map<DropReason, Long> dropped = load(DropReason.class, in);
    return new SourceStatistics(
        name,
        State.NEW,
        received,
        parsed,
        failed,
        dropped,
        in.readLong(),
        in.readLong(),
        in.readLong(),
        0,
        0,
        Optional.empty(),
        0,
        Map.of());
  }
}
