/**
 * For authors of modules: the code that finds something in the records.
 *
 * <p>Start with {@link io.correlator.api.module.Module}. A module is a description: what it is
 * called and how it is configured. Opened with a {@link io.correlator.api.module.ModuleContext} it
 * becomes a {@link io.correlator.api.module.Processor}, which sees the records, keeps state and
 * emits events.
 */
@NullMarked
package io.correlator.api.module;

import org.jspecify.annotations.NullMarked;
