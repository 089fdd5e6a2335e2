/**
 * Events as JSON and back, so that an event that was written down is, to a listener, the same event
 * when it is read again. Start with {@link io.correlator.core.codec.EventWriter} and {@link
 * io.correlator.core.codec.EventReader}.
 */
@NullMarked
package io.correlator.core.codec;

import org.jspecify.annotations.NullMarked;
