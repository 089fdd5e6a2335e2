/**
 * EVTX files of Windows as lines of JSON. Each file is a row of chunks that can be read by
 * themselves; each chunk has events in binary XML, whose templates and names it shares.
 */
@NullMarked
package io.correlator.evtx;

import org.jspecify.annotations.NullMarked;
