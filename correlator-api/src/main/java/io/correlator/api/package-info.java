/**
 * The values that flow through Correlator: a {@link io.correlator.api.LogRecord} is what was read,
 * an {@link io.correlator.api.Event} is what was found in it.
 *
 * <p>Start with these two. {@link io.correlator.api.AuditEvent} is an event that fits a table,
 * {@link io.correlator.api.EmittedEvent} is an event as listeners receive it, with its identity and
 * the name of the module that found it. {@link io.correlator.api.Block} and {@link
 * io.correlator.api.RecordHeader} are for those who make records: authors of sources and formats.
 *
 * <p>This package depends on nothing but the JDK; all other packages of the API depend on it.
 */
@NullMarked
package io.correlator.api;

import org.jspecify.annotations.NullMarked;
