package io.correlator.rules.problem;

import static java.util.Objects.requireNonNull;

/**
 * A place in a file of rules. Line and column count from 1; both are 0 if the file as a whole is
 * meant.
 */
public record Position(String file, int line, int column) {
  public Position {
    requireNonNull(file, "file");
  }

  /** The file as a whole. */
  public static Position of(String file) {
    return new Position(file, 0, 0);
  }

  /** As compilers write it: {@code file:line:column}. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
