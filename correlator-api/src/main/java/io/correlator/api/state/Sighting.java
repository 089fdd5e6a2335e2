package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import java.time.Instant;
import java.util.Optional;

/**
 * One event behind a {@link Firing} or a {@link Closing}.
 *
 * @param step which step of a sequence or coincidence it was; 0 for other operators
 * @param time the engine's time when it came
 * @param value what was counted as distinct; empty for other operators
 * @param record the record, of which events keep a {@linkplain LogRecord#compact() compact copy},
 *     as anybody does who keeps it for long; absent if newer evidence has taken its place or the
 *     operator keeps none
 */
public record Sighting(int step, Instant time, Slice value, Optional<LogRecord> record) {
  public Sighting {
    requireNonNull(time, "time");
    requireNonNull(value, "value");
    requireNonNull(record, "record");
  }
}
