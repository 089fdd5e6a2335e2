package io.correlator.api.module;

/**
 * A module with several keys for one record, which works in two stages: a detector looks at each
 * record by itself and says which keys it concerns, and how; processors keep the state of these
 * keys. Think of a set of rules of which one counts by address and another by user.
 *
 * <p>All hits of a key reach the same processor, in the order of records. What {@link
 * Module#partitionKey()} says about groups of keys holds for a staged module too: it is opened once
 * for each group. A partition key of its own is not asked for.
 *
 * @param <H> what there is to say about a record, for instance which rule it matches
 */
public interface StagedModule<H> extends Module {
  /** A new detector. Each is used by one thread at a time; an engine opens as many as it needs. */
  Detector<H> openDetector();

  @Override
  KeyedProcessor<H> open(ModuleContext context) throws Exception;
}
