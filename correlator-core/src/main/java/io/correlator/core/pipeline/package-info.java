/**
 * The heart of the engine: takes records in order, moves time, runs the processors, and gives out
 * events. No thread, no lock and no clock here: the runtime, the testkit and the benchmarks all
 * drive the same {@link io.correlator.core.pipeline.Pipeline}.
 */
@NullMarked
package io.correlator.core.pipeline;

import org.jspecify.annotations.NullMarked;
