package io.correlator.api.module;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The time that statistics sum up, in engine time.
 *
 * @param start when it began, inclusive; usually a midnight, UTC
 * @param end when it ended, exclusive; for a period cut short, the engine's time at the end
 * @param partial whether it was cut short because the input ended or the engine was closed
 */
public record StatisticsPeriod(Instant start, Instant end, boolean partial) {
  public StatisticsPeriod {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
  }
}
