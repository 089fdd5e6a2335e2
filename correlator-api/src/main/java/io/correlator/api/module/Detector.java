package io.correlator.api.module;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;

/**
 * The first stage of a {@link StagedModule}: decides from one record alone what it means and whom
 * it concerns. It may keep what it works with, such as a buffer, but remembers nothing from one
 * record to the next, because it does not see all of them. For one thread at a time.
 *
 * @param <H> what there is to say about a record
 */
@FunctionalInterface
public interface Detector<H> {
  /**
   * Looks at a record and adds a hit for each key that it concerns, perhaps none. Failed records
   * come too.
   *
   * @param hits to be used until the call returns
   * @throws Exception if it cannot deal with the record; its hits are then dropped, which is
   *     counted against the module; never fatal, and the module is never left out for it
   */
  void detect(LogRecord record, Hits<H> hits) throws Exception;

  /**
   * Looks at an event of an earlier module. By default, it finds nothing there.
   *
   * @throws Exception as for a record
   */
  default void detect(EmittedEvent event, Hits<H> hits) throws Exception {}
}
