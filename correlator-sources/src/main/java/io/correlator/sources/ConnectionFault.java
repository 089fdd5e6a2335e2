package io.correlator.sources;

import java.util.Locale;

/** What went wrong on connections to a {@link SyslogSource}: why they were refused or ended. */
public enum ConnectionFault {
  /** Refused: as many are open as there may be at the same time. */
  TOO_MANY_CONNECTIONS,
  /** Refused: as many are open from that address as there may be. */
  TOO_MANY_FROM_ADDRESS,
  /** The system could not give the connection to this process, because files are at a limit. */
  NOT_ACCEPTED,

  /** A message came with a negative length; what follows is read as a line. */
  LENGTH_NEGATIVE,
  /** A message came with a length that begins with zero; what follows is read as a line. */
  LENGTH_FROM_ZERO,
  /** A message came with a length that nobody could mean; what follows is read as a line. */
  LENGTH_TOO_LARGE,
  /** No blank stood between a length and its message; what follows is read as a line. */
  LENGTH_WITHOUT_BLANK,
  /** The connection ended within a message whose length was known. */
  MESSAGE_CUT_OFF,

  /** Ended: a line or message was begun and not finished in time. */
  FRAME_TIMEOUT,
  /** Ended: nothing came for as long as was allowed. */
  IDLE_TIMEOUT,
  /** The sender broke the connection off instead of ending it. */
  BROKEN_OFF;

  /** The stable name, such as {@code too-many-connections}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether somebody should hear of it: idle senders are asked for, broken networks are normal. */
  boolean isNews() {
    return this != IDLE_TIMEOUT && this != BROKEN_OFF;
  }
}
