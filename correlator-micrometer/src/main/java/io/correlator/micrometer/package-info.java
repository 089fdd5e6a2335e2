/**
 * Metrics for applications that use Micrometer. Start with {@link
 * io.correlator.micrometer.CorrelatorMetrics}.
 */
@NullMarked
package io.correlator.micrometer;

import org.jspecify.annotations.NullMarked;
