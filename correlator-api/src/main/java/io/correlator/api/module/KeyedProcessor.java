package io.correlator.api.module;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;

/**
 * The second stage of a {@link StagedModule}: keeps the state of those keys of one group that the
 * detector has found. It sees hits instead of records and events; all else is as for any processor.
 *
 * @param <H> what there is to say about a record
 */
public interface KeyedProcessor<H> extends Processor {
  /**
   * Sees one hit that the detector has found in a record; called for each of them.
   *
   * @throws Exception counted, never fatal
   */
  void onHit(LogRecord record, Slice key, H hit) throws Exception;

  /**
   * Sees one hit that the detector has found in an event of an earlier module.
   *
   * @throws Exception counted, never fatal
   */
  default void onHit(EmittedEvent event, Slice key, H hit) throws Exception {}

  /** Not called: the detector sees the records. */
  @Override
  default void onRecord(LogRecord record) {
    throw new UnsupportedOperationException("a staged module is shown hits, not records");
  }
}
