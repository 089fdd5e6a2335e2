package io.correlator.api.module;

import io.correlator.api.Fields;
import java.util.Optional;

/**
 * A place in the flow of which the module may be exchanged for another one while records flow:
 * rules that somebody edits, lists that come from elsewhere. The modules themselves are immutable
 * as ever; what changes is which of them is {@linkplain #current() current}.
 *
 * <p>Between two records, the engine looks if the current module is another one than before. If so,
 * it opens it beside the one at work and then lets it take over: every record is seen by one of
 * them and by one only, whatever the number of partitions. State of the same name and kind goes
 * over as it is, without being copied; all other state begins anew, and what the new module does
 * not ask for is forgotten. Counters of the same name go on. An event {@code ModuleChanged} of the
 * engine tells. If the new module cannot be opened, the one before goes on, and the event is {@code
 * ModuleNotChanged}.
 *
 * <p>All modules of one place are of one kind: {@linkplain StagedModule staged}, with a partition
 * key, or without.
 */
public interface LiveModule extends Module {
  /**
   * The module that should be at work: the same object until it is to be another one. Called before
   * each record, by any thread, so it is quick and does not throw.
   */
  Module current();

  /**
   * What is different between two modules that were current, for the event that tells of the
   * change. By default, nothing is said.
   */
  default Fields difference(Module before, Module now) {
    return Fields.empty();
  }

  @Override
  default Optional<PartitionKey> partitionKey() {
    return current().partitionKey();
  }

  @Override
  default boolean hasIndependentState() {
    return current().hasIndependentState();
  }

  /** Opens the current module, for a host that does not exchange modules. */
  @Override
  default Processor open(ModuleContext context) throws Exception {
    return current().open(context);
  }
}
