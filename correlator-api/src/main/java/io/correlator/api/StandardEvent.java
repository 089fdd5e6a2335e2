package io.correlator.api;

import java.time.Instant;
import java.util.List;

/** The event that {@link Event.Builder} makes. */
record StandardEvent(
    String type,
    Instant timestamp,
    Severity severity,
    String summary,
    Fields fields,
    List<String> mainFields,
    List<LogRecord> evidence)
    implements Event {}
