package io.correlator.rules.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong while rules are read, so that all of it is told at once. For one thread.
 */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();
  private int errors;

  /** Nothing wrong so far. */
  public Problems() {}

  /** Notes a problem. */
  public void add(Problem problem) {
    found.add(problem);
    if (problem.isError()) {
      errors++;
    }
  }

  /** Notes a problem: what is wrong where, and what would be right. */
  public void add(ProblemId id, Position position, String message, String remedy) {
    add(new Problem(id, position, message, remedy));
  }

  /** The number of errors so far: whoever wants to know if a step went well compares it. */
  public int errors() {
    return errors;
  }

  /** What was found so far, in that order. */
  public List<Problem> all() {
    return List.copyOf(found);
  }
}
