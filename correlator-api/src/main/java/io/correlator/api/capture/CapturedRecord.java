package io.correlator.api.capture;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.api.RecordId;
import io.correlator.api.Slice;
import java.time.Instant;
import java.util.Set;

/**
 * One record as it was read live: its identity, its times and its bytes, but not its parts. To find
 * those again, parse {@link #raw()} as the format that the {@link #source()} names.
 *
 * <p>Immutable; may be used by any thread. It holds bytes of its own.
 *
 * @param source what it shares with the other records of its source
 * @param position where in its source it starts: an offset in bytes, or a sequence number
 * @param line the number of its line, from 1; 0 for sources without lines
 * @param received when it arrived, to the millisecond
 * @param timestamp its event time as it was decided live, to the millisecond, whether the line
 *     carried it or not: replaying needs no guess at years and time zones
 * @param flags what was known about how it came to be, and what the engine decided about its time
 * @param raw the whole line, exactly as read, without its line end
 */
public record CapturedRecord(
    CapturedSource source,
    long position,
    long line,
    Instant received,
    Instant timestamp,
    Set<LogRecord.Flag> flags,
    Slice raw)
    implements CapturedStep {
  public CapturedRecord {
    requireNonNull(source, "source");
    requireNonNull(received, "received");
    requireNonNull(timestamp, "timestamp");
    flags = Set.copyOf(flags);
    requireNonNull(raw, "raw");
  }

  /** Which record this is; the same as it was live. */
  public RecordId id() {
    return new RecordId(source.name(), source.incarnation(), position);
  }
}
