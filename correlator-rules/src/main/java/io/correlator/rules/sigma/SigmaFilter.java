package io.correlator.rules.sigma;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import java.util.ArrayList;
import java.util.List;

/**
 * Narrows rules down for a site: each rule that it names matches only where the filter's condition
 * holds too. Whoever wants to leave something out writes {@code not} in that condition. Immutable.
 *
 * @param rules ids or names of rules; none means every rule of the log source
 */
public record SigmaFilter(
    Metadata metadata,
    LogSource logSource,
    List<String> rules,
    Predicate condition,
    Position position) {
  public SigmaFilter {
    requireNonNull(metadata, "metadata");
    requireNonNull(logSource, "logSource");
    rules = List.copyOf(rules);
    requireNonNull(condition, "condition");
    requireNonNull(position, "position");
  }

  /**
   * The rules with the filters applied, in the same order. A filter that names a rule which is not
   * there, or is for another log source, is noted as a problem.
   */
  public static List<DetectionRule> apply(
      List<SigmaFilter> filters, List<DetectionRule> rules, Problems problems) {
    List<DetectionRule> filtered = new ArrayList<>(rules);
    for (SigmaFilter filter : filters) {
      filter.check(rules, problems);
      filtered.replaceAll(filter::applied);
    }
    return List.copyOf(filtered);
  }

  private void check(List<DetectionRule> all, Problems problems) {
    for (String reference : rules) {
      List<DetectionRule> meant =
          all.stream().filter(rule -> rule.metadata().isCalled(reference)).toList();
      if (meant.isEmpty()) {
        problems.add(
            ProblemId.FILTER_UNKNOWN_RULE,
            position,
            "there is no rule " + Problem.quoted(reference),
            "a filter names rules by id or name, or all by 'any'");
      } else if (meant.stream().noneMatch(rule -> logSource.includes(rule.logSource()))) {
        problems.add(
            ProblemId.FILTER_LOG_SOURCE,
            position,
            "the filter is for %s and the rule %s for %s"
                .formatted(logSource, Problem.quoted(reference), meant.get(0).logSource()),
            "leave out of the filter's log source what the rule's does not have");
      }
    }
  }

  private DetectionRule applied(DetectionRule rule) {
    boolean meant = rules.isEmpty() || rules.stream().anyMatch(rule.metadata()::isCalled);
    return meant && logSource.includes(rule.logSource())
        ? rule.withConditions(
            rule.conditions().stream()
                .<Predicate>map(each -> new Predicate.All(List.of(each, condition)))
                .toList())
        : rule;
  }
}
