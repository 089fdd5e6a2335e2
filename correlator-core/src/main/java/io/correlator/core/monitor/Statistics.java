package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A snapshot of the counts of an engine. While the engine runs, the parts are read one after
 * another, so counts of different parts may be a few records apart; after it has stopped they are
 * exact, and {@link Ledger} shows that they balance.
 *
 * @param sources in the order in which they were added
 * @param records what became of what they brought in
 * @param modules in the order of flow
 * @param listeners in the order in which they were added
 * @param time what could not be put in order
 */
public record Statistics(
    List<SourceStatistics> sources,
    RecordStatistics records,
    List<ModuleStatistics> modules,
    List<ListenerStatistics> listeners,
    TimeStatistics time) {
  public Statistics {
    sources = List.copyOf(sources);
    requireNonNull(records, "records");
    requireNonNull(time, "time");
    modules = List.copyOf(modules);
    listeners = List.copyOf(listeners);
  }

  /** How many records came in. */
  public long received() {
    return sources.stream().mapToLong(SourceStatistics::received).sum();
  }

  /** How many of them could not be read. */
  public long failed() {
    return sources.stream().mapToLong(SourceStatistics::failedTotal).sum();
  }

  /** How many inputs could not be read, or not to the end. */
  public long unreadable() {
    return sources.stream().mapToLong(SourceStatistics::unreadable).sum();
  }
}
