package io.correlator.core.fault;

import java.util.Locale;
import java.util.Set;

/**
 * Guarantees that a test breaks on purpose, to show that it would notice: {@code
 * -Dcorrelator.sabotage=listeners-not-restored}. Never set it elsewhere.
 */
public enum Sabotage {
  /** Positions are saved as they are in the source, ahead of what has been evaluated. */
  POSITIONS_AHEAD,
  /** What listeners wrote after the snapshot is left where it is. */
  LISTENERS_NOT_RESTORED,
  /** Records that waited to be put in order are not saved. */
  WAITING_FORGOTTEN,
  /** The state of modules is not restored. */
  STATE_NOT_RESTORED,
  /** What was captured after the snapshot is left where it is. */
  CAPTURE_NOT_RESTORED,
  /** What came from the network is evaluated, and written to the journal after what comes next. */
  JOURNAL_BEHIND;

  private static final Set<String> ACTIVE =
      Set.of(System.getProperty("correlator.sabotage", "").split(",", -1));

  /** Whether a test asked for it. */
  public boolean isActive() {
    return ACTIVE.contains(toString());
  }

  /** The name in a system property, such as {@code positions-ahead}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
