package io.correlator.rules;

import io.correlator.api.config.NearestName;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for what is right as it is written, and probably not meant. Whoever only runs rules need
 * not know, so it is told by {@code rules check} and not when rules are loaded. For one thread.
 */
public final class RuleLint {
  /** Logs of these are mostly syslog, which has no fractions of seconds. */
  private static final Set<String> ONE_SECOND = Set.of("linux", "macos");

  /** What maps records otherwise may give them other fields, too. */
  private static final Mapping STANDARD = Mapping.standard();

  private static final KnownFields FIELDS = KnownFields.load();
  private static final String PARSED = "parsed.";
  private static final int LONGEST_FIELD = 64;

  private final RuleSet rules;
  private final Problems problems = new Problems();

  private RuleLint(RuleSet rules) {
    this.rules = rules;
  }

  /** Warnings about rules that can be used, in the order of the rules. */
  public static List<Problem> check(RuleSet rules) {
    RuleLint lint = new RuleLint(rules);
    Map<String, Rule> titles = new HashMap<>();
    Set<String> called = lint.called();
    for (Rule rule : rules.rules()) {
      lint.checkTitle(rule, titles);
      lint.checkName(rule, called);
      if (rule instanceof DetectionRule detection) {
        lint.checkCondition(detection);
        lint.checkFields(detection);
      } else if (rule instanceof CorrelationRule correlation) {
        lint.checkTies(correlation);
      }
    }
    return lint.problems.all();
  }

  private void checkTitle(Rule rule, Map<String, Rule> titles) {
    String title = rule.metadata().title();
    Rule before = titles.putIfAbsent(title, rule);
    if (before != null) {
      problems.add(
          ProblemId.RULE_SAME_TITLE,
          rule.position(),
          "the rule at %s has the title %s, too"
              .formatted(before.position(), Problem.quoted(title)),
          "whoever reads alerts cannot tell them apart: say what is different");
    }
  }

  /** By which ids and names rules are called, by correlations and filters. */
  private Set<String> called() {
    Set<String> called = new HashSet<>(rules.filtered());
    for (Rule rule : rules.rules()) {
      if (rule instanceof CorrelationRule correlation) {
        called.addAll(correlation.references());
      }
    }
    return called;
  }

  /** A rule in JSON is called as its title. */
  private void checkName(Rule rule, Set<String> called) {
    Metadata metadata = rule.metadata();
    metadata
        .name()
        .filter(name -> !name.equals(metadata.title()) && !called.contains(name))
        .ifPresent(
            name ->
                problems.add(
                    ProblemId.RULE_UNUSED_NAME,
                    rule.position(),
                    "no correlation and no filter calls the rule by its name "
                        + Problem.quoted(name),
                    "leave the name out, or check how it is spelled where it is meant"));
  }

  private void checkFields(DetectionRule rule) {
    Optional<Set<String>> known =
        rules.mapping() == STANDARD ? FIELDS.of(rule.logSource()) : Optional.empty();
    if (known.isPresent()) {
      rule.predicate().fields().stream()
          .filter(field -> !KnownFields.contains(known.get(), field) && !field.startsWith(PARSED))
          .forEach(field -> unknown(field, known.get(), rule));
    }
  }

  private void unknown(String field, Set<String> known, DetectionRule rule) {
    Optional<String> near =
        field.length() > LONGEST_FIELD ? Optional.empty() : NearestName.of(field, known);
    problems.add(
        ProblemId.RULE_UNKNOWN_FIELD,
        rule.position(),
        "events of %s have no field %s".formatted(rule.logSource(), Problem.quoted(field)),
        near.map("did you mean '%s'?"::formatted)
            .orElse("look it up in an event; names are told apart by upper and lower case"));
  }

  private void checkCondition(DetectionRule rule) {
    Optional<Boolean> always = constant(rule.predicate());
    if (always.isPresent()) {
      problems.add(
          always.get() ? ProblemId.RULE_ALWAYS_MATCHES : ProblemId.RULE_NEVER_MATCHES,
          rule.position(),
          always.get()
              ? "the condition holds for every record"
              : "the condition holds for no record",
          "something and its negation are combined: look at and, or and not");
    }
  }

  /** What the answer always is, if that can be seen from how the question is put together. */
  private static Optional<Boolean> constant(Predicate predicate) {
    if (predicate instanceof Predicate.Selection selection) {
      return constant(selection.part());
    }
    if (predicate instanceof Predicate.Not not) {
      return constant(not.part()).map(value -> !value);
    }
    if (predicate instanceof Predicate.All || predicate instanceof Predicate.Any) {
      return constant(predicate instanceof Predicate.All, parts(predicate));
    }
    return Optional.empty();
  }

  private static Optional<Boolean> constant(boolean all, List<Predicate> parts) {
    Set<Predicate> asked = new HashSet<>(parts);
    boolean contradicts =
        parts.stream()
            .anyMatch(part -> part instanceof Predicate.Not not && asked.contains(not.part()));
    List<Optional<Boolean>> answers = parts.stream().map(RuleLint::constant).toList();
    // One "no" decides what needs all, one "yes" what needs any.
    if (contradicts || answers.contains(Optional.of(!all))) {
      return Optional.of(!all);
    }
    return answers.stream().allMatch(Optional.of(all)::equals)
        ? Optional.of(all)
        : Optional.empty();
  }

  /** The parts, and the parts of those that are combined in the same way. */
  private static List<Predicate> parts(Predicate predicate) {
    boolean all = predicate instanceof Predicate.All;
    List<Predicate> parts = new ArrayList<>();
    for (Predicate part :
        predicate instanceof Predicate.All every
            ? every.parts()
            : ((Predicate.Any) predicate).parts()) {
      boolean same = all ? part instanceof Predicate.All : part instanceof Predicate.Any;
      parts.addAll(same ? parts(part) : List.of(part));
    }
    return parts;
  }

  private void checkTies(CorrelationRule rule) {
    if (rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED
        && rule.rules().stream().anyMatch(this::hasCoarseTimes)) {
      problems.add(
          ProblemId.CORRELATION_SAME_SECOND,
          rule.position(),
          "the order of events is asked of logs that mostly have no fractions of seconds",
          "events of one second are ordered as they stand in a log, and between logs by name:"
              + " use temporal if the order does not matter that much");
    }
  }

  private boolean hasCoarseTimes(String reference) {
    return rules.rules().stream()
        .anyMatch(
            each ->
                each instanceof DetectionRule detection
                    && detection.metadata().isCalled(reference)
                    && detection.logSource().product().filter(ONE_SECOND::contains).isPresent());
  }
}
