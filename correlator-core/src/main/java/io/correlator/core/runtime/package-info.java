/**
 * All threads and queues of the engine: a runner per source, one for the pipeline, and one per
 * listener. Nothing else in the engine starts a thread or waits for one.
 */
@NullMarked
package io.correlator.core.runtime;

import org.jspecify.annotations.NullMarked;
