/**
 * For authors of sources and formats: the code that brings records in.
 *
 * <p>A {@link io.correlator.api.source.Source} reads bytes in a thread of its own and hands
 * {@linkplain io.correlator.api.LogRecord records} to a {@link
 * io.correlator.api.source.RecordSink}. A {@link io.correlator.api.source.RecordFormat} tells where
 * in a line the time, the host and the message are.
 */
@NullMarked
package io.correlator.api.source;

import org.jspecify.annotations.NullMarked;
