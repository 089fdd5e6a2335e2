package io.correlator.rules.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad it is if a rule matches, as Sigma ranks it; the last is the worst. */
public enum Level {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** The level that rules write so. */
  public static Optional<Level> of(String text) {
    return Arrays.stream(values()).filter(level -> level.toString().equals(text)).findFirst();
  }

  /** As rules write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
