/**
 * For authors of modules: the code that finds something in the records.
 *
 * <p>Start with {@link io.correlator.api.module.Module}. A module is a description: what it is
 * called and how it is configured. Opened with a {@link io.correlator.api.module.ModuleContext} it
 * becomes a {@link io.correlator.api.module.Processor}, which sees the records, keeps state and
 * emits events.
 *
 * <p>A module that keeps its state by a key may say so, with a {@link
 * io.correlator.api.module.PartitionKey} or, if a record can concern several keys, as a {@link
 * io.correlator.api.module.StagedModule}. Then an engine can use several threads for it.
 */
@NullMarked
package io.correlator.api.module;

import org.jspecify.annotations.NullMarked;
