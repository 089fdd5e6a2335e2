package io.correlator.api;

import java.util.Locale;
import java.util.Optional;

/**
 * How serious a record or an event is, on the scale of syslog (RFC 5424, section 6.2.1): from
 * {@link #EMERGENCY}, the most serious, to {@link #DEBUG}.
 *
 * <p>The natural order of the constants is that of the standard: the most serious comes first.
 */
public enum Severity {
  EMERGENCY,
  ALERT,
  CRITICAL,
  ERROR,
  WARNING,
  NOTICE,
  INFO,
  DEBUG;

  private static final Severity[] BY_CODE = values();

  /**
   * The number of this severity in the standard: 0 for {@link #EMERGENCY} to 7 for {@link #DEBUG}.
   */
  public int code() {
    return ordinal();
  }

  /** Whether this is as serious as {@code other}, or more so. */
  public boolean isAtLeast(Severity other) {
    return ordinal() <= other.ordinal();
  }

  /**
   * The severity of a number of the standard.
   *
   * @throws IllegalArgumentException if {@code code} is not between 0 and 7
   */
  public static Severity ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("severity code " + code + " is not between 0 and 7");
    }
    return BY_CODE[code];
  }

  /** The severity of this name, in upper or lower case; empty if there is none. */
  public static Optional<Severity> named(String name) {
    for (Severity severity : BY_CODE) {
      if (severity.name().equalsIgnoreCase(name)) {
        return Optional.of(severity);
      }
    }
    return Optional.empty();
  }

  /** The name in lower case, as people and JSON read it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
