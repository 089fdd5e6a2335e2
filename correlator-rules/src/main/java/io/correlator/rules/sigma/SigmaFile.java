package io.correlator.rules.sigma;

import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.yaml.YamlNode;
import java.util.List;

/**
 * What a file of Sigma holds. A document with an error is in none of the lists but that of the
 * problems. Immutable.
 *
 * @param rules what matches single records
 * @param filters what narrows rules down
 * @param correlations documents about several records, as written
 * @param problems errors and warnings, in the order of the file
 */
public record SigmaFile(
    List<DetectionRule> rules,
    List<SigmaFilter> filters,
    List<YamlNode.Entries> correlations,
    List<Problem> problems) {
  public SigmaFile {
    rules = List.copyOf(rules);
    filters = List.copyOf(filters);
    correlations = List.copyOf(correlations);
    problems = List.copyOf(problems);
  }

  /** Whether some document was refused. */
  public boolean hasErrors() {
    return problems.stream().anyMatch(Problem::isError);
  }
}
