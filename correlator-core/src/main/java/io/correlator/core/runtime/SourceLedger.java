package io.correlator.core.runtime;

import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.source.DropReason;
import io.correlator.core.monitor.ArrivalRate;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.SourceStatistics.State;
import java.io.DataInput;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts what one source brings in. The source's thread writes without locks and publishes a
 * snapshot with each batch; any thread reads the latest one.
 */
final class SourceLedger {
  private final String name;
  private final InstantSource clock;
  private final Supplier<Map<String, Long>> counters;
  private final long[] failed = new long[ParseFailure.values().length];
  private final long[] dropped = new long[DropReason.values().length];
  private State state = State.NEW;
  private long received;
  private long parsed;
  private long truncated;
  private long bytes;
  private long unreadable;
  private long done;
  private long total;
  private long published;
  private volatile Counts counts;

  /** How much it was when the source's thread said so last. */
  private record Counts(SourceStatistics statistics, ArrivalRate rate) {}

  /**
   * All zero.
   *
   * @param counters what the source counts itself
   */
  SourceLedger(String name, InstantSource clock, Supplier<Map<String, Long>> counters) {
    this.name = name;
    this.clock = clock;
    this.counters = counters;
    ArrivalRate rate = ArrivalRate.from(clock.instant());
    this.counts = new Counts(snapshot(Optional.empty(), 0, Map.of()), rate);
  }

  void count(LogRecord[] records) {
    for (LogRecord record : records) {
      count(record);
    }
  }

  /** They were taken and evaluated, and cannot be again. */
  void countLost(long count) {
    if (count > 0) {
      countDropped(DropReason.JOURNAL_DAMAGED, count);
    }
  }

  private void count(LogRecord record) {
    received++;
    bytes += record.length();
    Optional<ParseFailure> failure = record.failure();
    if (failure.isEmpty()) {
      parsed++;
    } else {
      failed[failure.get().ordinal()]++;
    }
    if (record.is(LogRecord.Flag.TRUNCATED)) {
      truncated++;
    }
  }

  void countUnreadable() {
    unreadable++;
    publish();
  }

  void countDropped(DropReason reason, long count) {
    dropped[reason.ordinal()] += count;
    publish();
  }

  void progress(long newDone, long newTotal) {
    done = newDone;
    total = newTotal;
  }

  void enter(State newState) {
    state = newState;
    publish();
  }

  void publish() {
    Optional<Instant> lastArrival = counts.statistics().lastArrival();
    ArrivalRate rate = counts.rate();
    if (received > published) {
      Instant now = clock.instant();
      lastArrival = Optional.of(now);
      rate = rate.after(received - published, now);
      published = received;
    }
    counts = new Counts(snapshot(lastArrival, 0, Map.of()), rate);
  }

  private SourceStatistics snapshot(
      Optional<Instant> lastArrival, double perSecond, Map<String, Long> others) {
    return new SourceStatistics(
        name,
        state,
        received,
        parsed,
        byReason(ParseFailure.class, failed),
        byReason(DropReason.class, dropped),
        truncated,
        bytes,
        unreadable,
        done,
        total,
        lastArrival,
        perSecond,
        others);
  }

  private static <E extends Enum<E>> Map<E, Long> byReason(Class<E> reasons, long[] counts) {
    Map<E, Long> those = new EnumMap<>(reasons);
    for (E reason : reasons.getEnumConstants()) {
      if (counts[reason.ordinal()] > 0) {
        those.put(reason, counts[reason.ordinal()]);
      }
    }
    return those;
  }

  /** Goes on from {@linkplain SourceStatistics#save saved} counts. Before anything runs. */
  void resume(DataInput in) throws IOException {
    SourceStatistics saved = SourceStatistics.load(name, in);
    received = saved.received();
    parsed = saved.parsed();
    saved.failed().forEach((reason, count) -> failed[reason.ordinal()] = count);
    saved.dropped().forEach((reason, count) -> dropped[reason.ordinal()] = count);
    truncated = saved.truncated();
    bytes = saved.bytes();
    unreadable = saved.unreadable();
    published = received;
    publish();
  }

  /** For any thread. */
  SourceStatistics statistics() {
    Counts now = counts;
    return now.statistics().with(now.rate().perSecond(clock.instant()), counters.get());
  }

  /** What was counted, without what depends on when somebody asks. */
  SourceStatistics counted() {
    return counts.statistics();
  }
}
