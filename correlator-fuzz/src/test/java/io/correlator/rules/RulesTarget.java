package io.correlator.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * Files of rules, written in Sigma or JSON: what is wrong is told, with a place that is in the
 * file, and reading it again says the same. A file without a rule and without a problem is empty.
 */
public final class RulesTarget implements Target {
  private static final Mapping STANDARD = Mapping.standard();

  private final String file;

  /** Attacks what reads files of this name. */
  public RulesTarget(String file) {
    this.file = file;
  }

  @Override
  public void attack(byte[] input) {
    String text = new String(input, UTF_8);
    RuleSet rules = Rules.parse(STANDARD, Map.of(file, text));
    told(text, rules.problems());
    Claim.that(
        rules.hasErrors() == rules.problems().stream().anyMatch(Problem::isError),
        "errors are among the problems");
    RuleSet again = Rules.parse(STANDARD, Map.of(file, text));
    Claim.sameLists(rules.problems(), again.problems(), "problems, read again");
    Claim.same(rules.rules().size(), again.rules().size(), "rules, read again");
  }

  private static void told(String text, List<Problem> problems) {
    long lines = text.lines().count() + 1;
    Claim.that(problems.size() <= text.length() + 10, "there are not more problems than text");
    for (Problem problem : problems) {
      String shown = problem.toString();
      Claim.that(shown.length() < 5000, "a problem is told in few words");
      Claim.that(
          shown.chars().allMatch(c -> c >= ' ' || c == '\n'), "a problem can be shown as it is");
      Claim.that(problem.position().line() <= lines, "a place is in the file");
    }
  }
}
