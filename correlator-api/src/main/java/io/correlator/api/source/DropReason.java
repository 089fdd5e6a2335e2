package io.correlator.api.source;

import java.util.Locale;

/** Why records were dropped before a source could take them. */
public enum DropReason {
  /** They came faster than they were read, and the system's buffer for them was full. */
  RECEIVE_BUFFER_FULL,
  /** Their sender sent more than it may. */
  RATE_LIMITED;

  /** The reason as it is written in statistics and events: {@code receive-buffer-full}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
