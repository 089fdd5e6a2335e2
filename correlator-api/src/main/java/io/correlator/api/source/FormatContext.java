package io.correlator.api.source;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What a line does not say about its own time.
 *
 * @param zone the zone of times that carry none
 * @param reference dates without a year are taken to be those nearest to this instant that lie no
 *     more than a day after it. For a file that is when it was last written, so that reading it
 *     again next year gives the same
 */
public record FormatContext(ZoneId zone, Instant reference) {
  public FormatContext {
    requireNonNull(zone, "zone");
    requireNonNull(reference, "reference");
  }
}
