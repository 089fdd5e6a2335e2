/**
 * A whole log through a whole engine: what a record costs from the file to the listener.
 *
 * <p>Start with {@link io.correlator.benchmarks.macro.Macro}, the command. {@link
 * io.correlator.benchmarks.macro.AuthLog} writes the log and counts while it writes; each {@link
 * io.correlator.benchmarks.macro.Workload} reads it and must come to the same counts, because a
 * speed says nothing if the result is wrong.
 */
@NullMarked
package io.correlator.benchmarks.macro;

import org.jspecify.annotations.NullMarked;
