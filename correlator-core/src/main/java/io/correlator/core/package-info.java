/**
 * The engine as an application sees it.
 *
 * <p>Start with {@link io.correlator.core.Correlator}: assemble one with its builder, run it, close
 * it.
 */
@NullMarked
package io.correlator.core;

import org.jspecify.annotations.NullMarked;
