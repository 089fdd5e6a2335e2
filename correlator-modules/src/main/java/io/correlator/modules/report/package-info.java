/**
 * The module {@code report}: turns every record into an event, to see what comes in.
 *
 * <p>Start with {@link io.correlator.modules.report.ReportModule}; what it emits is a {@link
 * io.correlator.modules.report.RecordReported}.
 */
@NullMarked
package io.correlator.modules.report;

import org.jspecify.annotations.NullMarked;
