package io.correlator.api.module;

/**
 * A module with many keys, which works in two stages: a detector looks at each record by itself and
 * says which keys it concerns, and how; processors keep the state of these keys. Think of a set of
 * rules of which one counts by address and another by user.
 *
 * <p>All hits of a key reach the same processor, in the order of records. The module is opened once
 * for each group of keys, see {@link Module#partitionKey()}, of which it declares none.
 *
 * @param <H> what there is to say about a record
 */
public interface StagedModule<H> extends Module {
  /** A new detector. There is one for each thread that detects. */
  Detector<H> openDetector();

  @Override
  KeyedProcessor<H> open(ModuleContext context) throws Exception;
}
