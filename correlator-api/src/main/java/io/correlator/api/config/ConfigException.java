package io.correlator.api.config;

import java.util.List;

/**
 * Thrown when an application cannot be assembled: carries every mistake found, not just the first.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String[] problems;

  /** Each problem says what is wrong, where, and what would be right. */
  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = problems.toArray(new String[0]);
  }

  /** The mistakes, each one line for people. */
  public List<String> problems() {
    return List.of(problems);
  }
}
