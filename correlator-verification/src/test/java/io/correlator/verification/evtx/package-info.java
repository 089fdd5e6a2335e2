/** Event logs of Windows, as Windows wrote them. */
@NullMarked
package io.correlator.verification.evtx;

import org.jspecify.annotations.NullMarked;
