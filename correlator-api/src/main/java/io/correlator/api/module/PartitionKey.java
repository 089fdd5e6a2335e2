package io.correlator.api.module;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import org.jspecify.annotations.Nullable;

/**
 * What a module keeps its state by: the address, the user, the host that a record is about.
 *
 * <p>All records and events with the same key are seen by the same processor, in order. It sees
 * other keys as well, but which ones is the engine's business: what a module finds out about one
 * key must not depend on another.
 *
 * <p>Called for each record that comes to the module, by any thread, by several at once, and not in
 * the order of the records: it looks at nothing but its argument, and gives the same key for the
 * same record every time. What it throws costs the module that record and is counted, but the
 * module is never left out for it.
 */
@FunctionalInterface
public interface PartitionKey {
  /**
   * The key that {@code record} is about; {@code null} if the module need not see it. Failed
   * records come too.
   *
   * @throws Exception if it cannot deal with the record; counted against the module, never fatal
   */
  // JSpecify is for compilers that know it: modules that require this one need not have it.
  @SuppressWarnings("exports")
  @Nullable Slice of(LogRecord record) throws Exception;

  /**
   * The key that an event of an earlier module is about; {@code null}, as by default, if the module
   * need not see it.
   *
   * @throws Exception counted against the module, never fatal
   */
  @SuppressWarnings("exports")
  default @Nullable Slice of(EmittedEvent event) throws Exception {
    return null;
  }
}
