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

  /** Over TLS: what both sides tell each other first took too long. */
  HANDSHAKE_TIMEOUT,
  /** Over TLS: what came is no TLS at all. */
  NOT_TLS,
  /** Over TLS: the sender went away before both sides had agreed, or refused our certificate. */
  HANDSHAKE_BROKEN_OFF,
  /** Over TLS: both sides could not agree, as on a version of TLS. */
  HANDSHAKE_FAILED,
  /** Over TLS: the sender showed no certificate, and has to. */
  CERTIFICATE_MISSING,
  /** Over TLS: the sender's certificate, or one that vouches for it, has expired. */
  CERTIFICATE_EXPIRED,
  /** Over TLS: the sender's certificate, or one that vouches for it, is not valid yet. */
  CERTIFICATE_NOT_YET_VALID,
  /** Over TLS: the sender's certificate does not lead to a known authority, or is damaged. */
  CERTIFICATE_UNTRUSTED,
  /** Over TLS: the sender's certificate is in order, but not one of those that may come in. */
  CERTIFICATE_NOT_ALLOWED,
  /** Over TLS: what came was damaged on the way, or is not from whom it seems to be. */
  DAMAGED,

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

  /** Held up: the sender sent more than it may in some time; over UDP, what was more is dropped. */
  RATE_LIMITED,
  /** Ended: a line or message was begun and not finished in time. */
  FRAME_TIMEOUT,
  /** Ended: nothing came for as long as was allowed. */
  IDLE_TIMEOUT,
  /** The sender broke the connection off instead of ending it; over TLS, without a goodbye. */
  BROKEN_OFF;

  /** The stable name, such as {@code too-many-connections}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether somebody should hear of it: who only looks whether the port is open is no news. */
  boolean isNews() {
    return this != IDLE_TIMEOUT && this != BROKEN_OFF && this != HANDSHAKE_BROKEN_OFF;
  }
}
