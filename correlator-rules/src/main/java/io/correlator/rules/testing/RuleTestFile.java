package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with cases: one of nothing else, or one of rules with cases inside. Immutable.
 *
 * @param problems why there may be fewer cases than were written; each is an error
 */
public record RuleTestFile(Path path, List<RuleTestCase> cases, List<Problem> problems) {
  public RuleTestFile {
    requireNonNull(path, "path");
    cases = List.copyOf(cases);
    problems = List.copyOf(problems);
  }
}
