package io.correlator.rules.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a rule has come, as Sigma says it. */
public enum Status {
  STABLE,
  TEST,
  EXPERIMENTAL,
  DEPRECATED,
  UNSUPPORTED;

  /** The status that rules write so. */
  public static Optional<Status> of(String text) {
    return Arrays.stream(values()).filter(status -> status.toString().equals(text)).findFirst();
  }

  /** As rules write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
