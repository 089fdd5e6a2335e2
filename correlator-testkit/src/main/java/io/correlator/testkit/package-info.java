/**
 * A harness for modules: feeds them records on virtual time and shows the events they emit.
 *
 * <p>Start with {@link io.correlator.testkit.TestPipeline}.
 */
@NullMarked
package io.correlator.testkit;

import org.jspecify.annotations.NullMarked;
