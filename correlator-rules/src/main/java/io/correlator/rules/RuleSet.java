package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import java.util.List;
import java.util.Set;

/**
 * Rules as they were loaded: those that can be used, and what is wrong with the others. Immutable;
 * may be used by any thread.
 *
 * @param rules those that can be used; what one of them refers to is among them
 * @param disabled how many more there are that are right, but disabled
 * @param mapping how records are made known to them
 * @param filtered what filters call the rules that they are for
 * @param problems errors, for which rules were refused, and warnings
 */
public record RuleSet(
    List<Rule> rules, int disabled, Mapping mapping, Set<String> filtered, List<Problem> problems) {
  public RuleSet {
    rules = List.copyOf(rules);
    requireNonNull(mapping, "mapping");
    filtered = Set.copyOf(filtered);
    problems = List.copyOf(problems);
  }

  /** No rules. */
  public static RuleSet empty() {
    return new RuleSet(List.of(), 0, Mapping.standard(), Set.of(), List.of());
  }

  /**
   * Rules that were made in Java or read one by one, for records that the standard mapping makes
   * known to them.
   */
  public static RuleSet of(List<? extends Rule> rules) {
    return Rules.of(rules).link(Edits.none());
  }

  /** Whether something was refused. */
  public boolean hasErrors() {
    return problems.stream().anyMatch(Problem::isError);
  }
}
