package io.correlator.api;

import java.util.Locale;

/**
 * Why a record could not be read as its format wants it.
 *
 * <p>Such a record is still a record: it is counted as failed with this reason, and modules see it
 * through its {@linkplain LogRecord#raw() raw} text.
 */
public enum ParseFailure {
  /** Nothing but blanks. */
  EMPTY,
  /** No header of the expected format, or of any known one. */
  UNRECOGNISED,
  /** No text at all: the line holds NUL bytes and no header. */
  BINARY,
  /** The number in angle brackets at the start is missing, unclosed or above 191. */
  BAD_PRIORITY,
  /** Something stands where the time should be, but it is no time. */
  BAD_TIMESTAMP,
  /** A well-formed date that no year near the reference has, such as 29 February. */
  NO_SUCH_DATE,
  /** The header begins well and then breaks a rule of its format. */
  MALFORMED,
  /** The parser threw something, which no parser may: a defect of the format, not of the line. */
  PARSER_ERROR;

  private static final ParseFailure[] BY_CODE = values();

  static ParseFailure ofOrdinal(int ordinal) {
    return BY_CODE[ordinal];
  }

  /** The stable name used in statistics, such as {@code bad-timestamp}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
