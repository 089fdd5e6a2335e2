/**
 * Captures: files that hold records exactly as they were read live, so that they can be replayed
 * with the same identities, times and bytes.
 *
 * <p>Start with {@link io.correlator.api.capture.CaptureWriter}, which appends records to a file,
 * and {@link io.correlator.api.capture.CaptureReader}, which gives them back and reports what is
 * damaged. The layout of the bytes is documented in {@code docs/capture-format.md}.
 */
@NullMarked
package io.correlator.api.capture;

import org.jspecify.annotations.NullMarked;
