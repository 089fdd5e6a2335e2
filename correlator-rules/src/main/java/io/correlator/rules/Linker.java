package io.correlator.rules;

import static java.util.Collections.newSetFromMap;

import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Level;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks how rules refer to each other; refuses those that cannot be told apart or not be found.
 */
final class Linker {
  /** How many correlations may stand above each other. */
  private static final int MOST_DEEP = 16;

  private static final int MOST_TOLD = 5;

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

  /**
   * The correlations whose rules are all there. Each comes after those that it names, and has the
   * highest of their levels if it has none of its own.
   */
  List<CorrelationRule> linked(List<CorrelationRule> correlations, List<DetectionRule> detections) {
    Map<String, List<Rule>> meanings = new HashMap<>();
    Set<Rule> settled = newSetFromMap(new IdentityHashMap<>());
    for (Rule rule : detections) {
      names(rule).forEach(name -> meanings.computeIfAbsent(name, n -> new ArrayList<>()).add(rule));
      settled.add(rule);
    }
    for (Rule rule : correlations) {
      names(rule).forEach(name -> meanings.computeIfAbsent(name, n -> new ArrayList<>()).add(rule));
    }
    List<CorrelationRule> open =
        new ArrayList<>(correlations.stream().filter(rule -> areThere(rule, meanings)).toList());
    return inOrder(open, settled, meanings);
  }

  private static List<String> names(Rule rule) {
    List<String> names = new ArrayList<>();
    rule.metadata().id().ifPresent(names::add);
    rule.metadata().name().filter(name -> !names.contains(name)).ifPresent(names::add);
    return names;
  }

  private boolean areThere(CorrelationRule rule, Map<String, List<Rule>> meanings) {
    int errors = problems.errors();
    for (String reference : new LinkedHashSet<>(rule.references())) {
      List<Rule> meant = meanings.getOrDefault(reference, List.of());
      if (meant.size() > 1) {
        unknown(rule, reference, "is meant by several rules", "use an id that only one rule has");
      } else if (meant.isEmpty()) {
        unknown(
            rule, reference, "is not there, or was refused", "name a rule by its id or its name");
      }
    }
    return problems.errors() == errors;
  }

  /** Level by level: what names only rules that are settled is settled next. */
  private List<CorrelationRule> inOrder(
      List<CorrelationRule> open, Set<Rule> settled, Map<String, List<Rule>> meanings) {
    List<CorrelationRule> linked = new ArrayList<>();
    IdentityHashMap<Rule, Level> levels = new IdentityHashMap<>();
    for (int depth = 1; depth <= MOST_DEEP && !open.isEmpty(); depth++) {
      List<CorrelationRule> ready =
          open.stream().filter(rule -> settled.containsAll(meant(rule, meanings))).toList();
      for (CorrelationRule rule : ready) {
        CorrelationRule levelled = levelled(rule, meant(rule, meanings), levels);
        levelled.metadata().level().ifPresent(level -> levels.put(rule, level));
        linked.add(levelled);
      }
      settled.addAll(ready);
      open.removeIf(settled::contains);
    }
    refuse(open, settled, meanings);
    return linked;
  }

  private static List<Rule> meant(CorrelationRule rule, Map<String, List<Rule>> meanings) {
    return rule.references().stream()
        .flatMap(name -> meanings.getOrDefault(name, List.of()).stream())
        .toList();
  }

  private static CorrelationRule levelled(
      CorrelationRule rule, List<Rule> meant, IdentityHashMap<Rule, Level> levels) {
    if (rule.metadata().level().isPresent()) {
      return rule;
    }
    return meant.stream()
        .flatMap(
            each ->
                Optional.ofNullable(levels.get(each)).or(() -> each.metadata().level()).stream())
        .max(Comparator.naturalOrder())
        .map(level -> rule.withMetadata(rule.metadata().withLevel(level)))
        .orElse(rule);
  }

  private void refuse(
      List<CorrelationRule> open, Set<Rule> settled, Map<String, List<Rule>> meanings) {
    List<CorrelationRule> tooDeep =
        open.stream().filter(rule -> settled.containsAll(meant(rule, meanings))).toList();
    for (CorrelationRule rule : tooDeep) {
      problems.add(
          ProblemId.CORRELATION_TOO_DEEP,
          rule.position(),
          "it is a correlation of correlations, more than %d above each other".formatted(MOST_DEEP),
          "take some of them out");
    }
    open.removeAll(tooDeep);
    Set<Rule> refused = newSetFromMap(new IdentityHashMap<>());
    meanings.values().forEach(refused::addAll);
    refused.removeAll(settled);
    open.forEach(refused::remove);
    for (CorrelationRule rule = next(open, refused, meanings);
        rule != null;
        rule = next(open, refused, meanings)) {
      problems.add(
          ProblemId.CORRELATION_UNKNOWN_RULE,
          rule.position(),
          "a rule that it names was refused",
          "see what is wrong with the other one");
      open.remove(rule);
      refused.add(rule);
    }
    for (CorrelationRule rule : open) {
      problems.add(
          ProblemId.CORRELATION_CYCLE,
          rule.position(),
          "it names itself, by way of " + String.join(", ", quoted(rule.references())),
          "a correlation may name others, but not in a circle");
    }
  }

  private static @Nullable CorrelationRule next(
      List<CorrelationRule> open, Set<Rule> refused, Map<String, List<Rule>> meanings) {
    return open.stream()
        .filter(rule -> meant(rule, meanings).stream().anyMatch(refused::contains))
        .findFirst()
        .orElse(null);
  }

  private static List<String> quoted(List<String> names) {
    return names.stream().distinct().limit(MOST_TOLD).map(Problem::quoted).toList();
  }

  private void unknown(CorrelationRule rule, String reference, String what, String remedy) {
    problems.add(
        ProblemId.CORRELATION_UNKNOWN_RULE,
        rule.position(),
        "the rule %s %s".formatted(Problem.quoted(reference), what),
        remedy);
  }
}
