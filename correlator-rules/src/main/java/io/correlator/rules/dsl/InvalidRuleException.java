package io.correlator.rules.dsl;

import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;

/**
 * A rule in Java that makes no sense. The message names the rule and the method, says what would be
 * right, and ends with the id by which the same mistake is told in a file: {@code
 * count("x").atLeast: is 0; 1 to 65,535 are possible [correlation-value]}. Immutable.
 */
public final class InvalidRuleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Not written when serialized: its text is the message. */
  private final transient Problem problem;

  InvalidRuleException(ProblemId id, String where, String what, String remedy) {
    this(new Problem(id, RuleDraft.POSITION, where + ": " + what, remedy));
  }

  private InvalidRuleException(Problem problem) {
    super("%s; %s [%s]".formatted(problem.message(), problem.remedy(), problem.id()));
    this.problem = problem;
  }

  /** What is wrong, as it is told of a rule in a file; its position is {@code java}. */
  public Problem problem() {
    return problem;
  }
}
