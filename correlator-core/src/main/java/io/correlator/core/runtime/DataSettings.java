package io.correlator.core.runtime;

import static java.util.Objects.requireNonNull;

import io.correlator.core.journal.Disk;
import io.correlator.core.journal.JournalSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how often an engine saves its state.
 *
 * @param directory belongs to this engine alone; made if it is not there
 * @param every how long after one snapshot the next is due; positive
 * @param journal how what comes from the network is kept until a snapshot has it
 * @param disk where that is
 */
public record DataSettings(Path directory, Duration every, JournalSettings journal, Disk disk) {
  /** How long after one snapshot the next is due unless told otherwise. */
  public static final Duration DEFAULT_EVERY = Duration.ofSeconds(10);

  public DataSettings {
    requireNonNull(directory, "directory");
    requireNonNull(journal, "journal");
    requireNonNull(disk, "disk");
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("every: must be positive, was " + every);
    }
  }
}
