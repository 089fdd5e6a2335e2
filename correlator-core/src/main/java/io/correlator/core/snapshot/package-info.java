/**
 * Snapshots on disk: all that a run needs to go on after a crash, in one file that is either whole
 * or not there.
 *
 * <p>Start with {@link io.correlator.core.snapshot.SnapshotStore}. What is in a snapshot is up to
 * the engine; here it is bytes.
 */
@NullMarked
package io.correlator.core.snapshot;

import org.jspecify.annotations.NullMarked;
