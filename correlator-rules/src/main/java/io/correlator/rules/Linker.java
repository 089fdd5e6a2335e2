package io.correlator.rules;

import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks how rules refer to each other; refuses those that cannot be told apart or not be found.
 */
final class Linker {
  private final Problems problems;
  private final Map<String, Rule> known = new HashMap<>();

  Linker(Problems problems) {
    this.problems = problems;
  }

  /** The rules without those that are called as one before, here or in an earlier call. */
  <R extends Rule> List<R> distinct(List<R> rules) {
    List<R> distinct = new ArrayList<>();
    for (R rule : rules) {
      Rule before = known.putIfAbsent(rule.metadata().key(), rule);
      if (before == null) {
        distinct.add(rule);
      } else {
        problems.add(
            ProblemId.RULE_DUPLICATE,
            rule.position(),
            "the rule at %s is called %s, too"
                .formatted(before.position(), Problem.quoted(rule.metadata().key())),
            "give each rule an id of its own");
      }
    }
    return distinct;
  }

  /** The correlations whose rules are all there. */
  List<CorrelationRule> linked(List<CorrelationRule> correlations, List<DetectionRule> detections) {
    Map<String, Integer> meanings = new HashMap<>();
    for (DetectionRule rule : detections) {
      names(rule).forEach(name -> meanings.merge(name, 1, Integer::sum));
    }
    Map<String, Integer> chained = new HashMap<>();
    for (CorrelationRule rule : correlations) {
      names(rule).forEach(name -> chained.merge(name, 1, Integer::sum));
    }
    return correlations.stream().filter(rule -> isLinked(rule, meanings, chained)).toList();
  }

  private static List<String> names(Rule rule) {
    List<String> names = new ArrayList<>();
    rule.metadata().id().ifPresent(names::add);
    rule.metadata().name().filter(name -> !names.contains(name)).ifPresent(names::add);
    return names;
  }

  private boolean isLinked(
      CorrelationRule rule, Map<String, Integer> meanings, Map<String, Integer> chained) {
    int errors = problems.errors();
    for (String reference : rule.rules()) {
      int meant = meanings.getOrDefault(reference, 0);
      int correlations = chained.getOrDefault(reference, 0);
      if (meant + correlations > 1) {
        unknown(rule, reference, "is meant by several rules", "use an id that only one rule has");
      } else if (correlations == 1) {
        problems.add(
            ProblemId.CORRELATION_UNSUPPORTED,
            rule.position(),
            "the rule %s is a correlation itself".formatted(Problem.quoted(reference)),
            "correlations of correlations are not there yet: name the rules for single records");
      } else if (meant == 0) {
        unknown(
            rule, reference, "is not there, or was refused", "name a rule by its id or its name");
      }
    }
    return problems.errors() == errors;
  }

  private void unknown(CorrelationRule rule, String reference, String what, String remedy) {
    problems.add(
        ProblemId.CORRELATION_UNKNOWN_RULE,
        rule.position(),
        "the rule %s %s".formatted(Problem.quoted(reference), what),
        remedy);
  }
}
