package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.problem.Problem;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

  /** The case that a line belongs to, counted from 1: the last one that does not begin after it. */
  public Optional<RuleTestCase> caseAt(int line) {
    return cases.stream()
        .filter(test -> test.position().line() <= line)
        .max(Comparator.comparingInt(test -> test.position().line()));
  }
}
