package io.correlator.core.runtime;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how often an engine saves its state.
 *
 * @param directory belongs to this engine alone; made if it is not there
 * @param every how long after one snapshot the next is due; positive
 */
public record DataSettings(Path directory, Duration every) {
  /** How long after one snapshot the next is due unless told otherwise. */
  public static final Duration DEFAULT_EVERY = Duration.ofSeconds(10);

  public DataSettings {
    requireNonNull(directory, "directory");
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("every: must be positive, was " + every);
    }
  }
}
