package io.correlator.core.runtime;

import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.source.DropReason;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.SourceStatistics.State;
import java.io.DataInput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what one source brings in. The source's thread writes without locks and publishes a
 * snapshot with each batch; any thread reads the latest one.
 */
final class SourceLedger {
  private final String name;
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
  private volatile SourceStatistics published;

  SourceLedger(String name) {
    this.name = name;
    this.published = snapshot();
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
    published = snapshot();
  }

  private SourceStatistics snapshot() {
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
        total);
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
    publish();
  }

  SourceStatistics statistics() {
    return published;
  }
}
