/**
 * What modules remember between records: bounded, expiring on engine time, and owned by the engine.
 *
 * <p>A processor gets its state from its {@code ModuleContext} and from nowhere else. {@link
 * io.correlator.api.state.KeyedState} holds a value per key, {@link
 * io.correlator.api.state.SlidingCounter} counts per key in a window of time. {@link
 * io.correlator.api.state.Operators} makes what does more: it decides when a condition over time is
 * met and tells a {@link io.correlator.api.state.FiringHandler}. Keys often come from lines that an
 * attacker writes, so all state is bounded: when it is full, something goes, and that is counted.
 */
@NullMarked
package io.correlator.api.state;

import org.jspecify.annotations.NullMarked;
