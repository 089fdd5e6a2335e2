/**
 * The module {@code capture}: keeps every record it sees in a file, to replay it later.
 *
 * <p>Start with {@link io.correlator.modules.capture.CaptureModule}; what it sums up is a {@link
 * io.correlator.modules.capture.CaptureStatistics}.
 */
@NullMarked
package io.correlator.modules.capture;

import org.jspecify.annotations.NullMarked;
