/**
 * What can be known about a running engine: {@link io.correlator.core.monitor.Statistics} as
 * immutable snapshots, and {@link io.correlator.core.monitor.Failure}s as they happen.
 */
@NullMarked
package io.correlator.core.monitor;

import org.jspecify.annotations.NullMarked;
