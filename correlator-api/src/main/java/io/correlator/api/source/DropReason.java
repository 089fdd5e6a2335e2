package io.correlator.api.source;

import java.util.Locale;

/** Why records were dropped before a source could take them. */
public enum DropReason {
  /** They came faster than they were read, and the system's buffer for them was full. */
  RECEIVE_BUFFER_FULL,
  /** Their sender sent more than it may. */
  RATE_LIMITED,
  /** They could not be written to the journal, and the source was told to stop. */
  JOURNAL_BLOCKED,
  /** They had been taken and evaluated, and cannot be read again in the journal: it is damaged. */
  JOURNAL_DAMAGED;

  /** The reason as it is written in statistics and events: {@code receive-buffer-full}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
