package io.correlator.api.module;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import org.jspecify.annotations.Nullable;

/**
 * What a module keeps its state by: the address, the user, the host that a record is about. Records
 * with the same key are seen by the same processor, in order; what it knows about one key cannot
 * depend on another. So an engine with several partitions may look at different keys at once.
 *
 * <p>Called by any thread, by several at once, and not in the order of the records: it looks at
 * nothing but its argument.
 */
@FunctionalInterface
public interface PartitionKey {
  /**
   * The key that {@code record} is about; {@code null} if the module need not see it.
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
