/**
 * Event time: which time of a record is believed, in which order records are evaluated, and how far
 * time has come. No thread, no lock and no clock here.
 *
 * <p>Start with {@link io.correlator.core.time.EventTime}.
 */
@NullMarked
package io.correlator.core.time;

import org.jspecify.annotations.NullMarked;
