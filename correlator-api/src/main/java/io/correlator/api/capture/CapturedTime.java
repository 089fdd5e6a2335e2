package io.correlator.api.capture;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Time that passed between two records: what was due by then happened before the record that
 * follows. A live engine also lets time pass when nothing comes, which no record shows.
 *
 * @param time up to when, inclusive; to the millisecond
 */
public record CapturedTime(Instant time) implements CapturedStep {
  public CapturedTime {
    requireNonNull(time, "time");
  }
}
