package io.correlator.api.module;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;

/**
 * A module at work: sees every record in order, or those of its group of keys if the module has
 * {@linkplain Module#partitionKey() keys}, and emits events through the {@link ModuleContext} that
 * it was opened with.
 *
 * <p>All methods are called by one thread at a time and need no locks. What they throw is counted
 * against the module, the events of that call are dropped, what it changed in state, counters and
 * timers is undone, and the engine goes on with the next record: a processor cannot take the engine
 * down.
 */
@FunctionalInterface
public interface Processor {
  /**
   * Sees one record. Failed records come too: {@link LogRecord#failure()} tells.
   *
   * @throws Exception if it cannot deal with the record; counted, never fatal
   */
  void onRecord(LogRecord record) throws Exception;

  /**
   * Sees an event that a module before this one emitted, right after the record that caused it. The
   * order of modules is the order of flow.
   *
   * @throws Exception counted, never fatal
   */
  default void onEvent(EmittedEvent event) throws Exception {}

  /**
   * A period of statistics is over: emit an event that sums it up, and start afresh. Also called
   * when the engine stops, for the period cut short. A module with keys has a processor for each of
   * 16 groups of them, and each of these is called.
   *
   * @throws Exception counted, never fatal
   */
  default void onStatistics(StatisticsPeriod period) throws Exception {}

  /**
   * The run is over, or another module takes the place of this one; events can no longer be
   * emitted. Called exactly once.
   *
   * @throws Exception counted, never fatal
   */
  default void close() throws Exception {}
}
