package io.correlator.api.config;

import java.util.List;

/**
 * Thrown when an application cannot be assembled: carries every mistake found, not just the first.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /** Each problem says what is wrong, where, and what would be right. */
  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** The mistakes, each one line for people. */
  public List<String> problems() {
    return problems;
  }
}
