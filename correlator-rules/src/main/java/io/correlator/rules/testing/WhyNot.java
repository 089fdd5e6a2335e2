package io.correlator.rules.testing;

import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.rules.RuleExplainer;
import io.correlator.rules.RuleExplanation;
import io.correlator.rules.RuleSet;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Why no alert of a rule came: which records its parts match, or why they match none. */
final class WhyNot {
  /** Whoever reads more than the first records has understood already. */
  private static final int MOST_RECORDS = 2_000;

  private static final int MOST_NUMBERS = 20;

  private final RuleSet rules;
  private final RuleExplainer explainer;
  private final List<LogRecord> records;

  WhyNot(RuleSet rules, List<LogRecord> records) {
    this.rules = rules;
    this.explainer = RuleExplainer.of(rules);
    this.records = records.subList(0, Math.min(records.size(), MOST_RECORDS));
  }

  List<String> lines(String name) {
    List<String> lines = new ArrayList<>();
    rules.rules().stream()
        .filter(rule -> isCalled(rule, name))
        .findFirst()
        .ifPresent(rule -> about(rule, lines));
    unreadable(lines);
    Map<String, List<Numbered>> byRule = new LinkedHashMap<>();
    for (int i = 0; i < records.size(); i++) {
      for (RuleExplanation each : explainer.explain(name, records.get(i))) {
        byRule
            .computeIfAbsent(each.rule().key(), key -> new ArrayList<>())
            .add(new Numbered(i + 1, each));
      }
    }
    byRule.values().forEach(each -> lines.addAll(about(each)));
    return lines;
  }

  static boolean isCalled(Rule rule, String name) {
    return rule.metadata().isCalled(name) || rule.metadata().title().equals(name);
  }

  private record Numbered(int number, RuleExplanation explanation) {}

  private void about(Rule rule, List<String> lines) {
    if (rule instanceof CorrelationRule correlation) {
      lines.add("it is " + correlation.summary());
    }
    boolean silent =
        rules.rules().stream()
            .filter(each -> names(each, rule))
            .noneMatch(each -> ((CorrelationRule) each).generate());
    Optional<Rule> over = rules.rules().stream().filter(each -> names(each, rule)).findFirst();
    if (silent && over.isPresent()) {
      lines.add(
          "it gives no alerts of its own, since %s names it without 'generate'"
              .formatted(Problem.quoted(over.get().metadata().key())));
    }
    rules.problems().stream()
        .filter(problem -> problem.position().equals(rule.position()))
        .map(Problem::toString)
        .forEach(lines::add);
  }

  private static boolean names(Rule over, Rule rule) {
    return over instanceof CorrelationRule correlation
        && correlation.references().stream().anyMatch(rule.metadata()::isCalled);
  }

  private void unreadable(List<String> lines) {
    for (int i = 0; i < records.size(); i++) {
      int number = i + 1;
      records
          .get(i)
          .failure()
          // A line of text is right, too, unless another format was asked for.
          .filter(failure -> failure != ParseFailure.UNRECOGNISED)
          .ifPresent(
              failure ->
                  lines.add("record %d is not of its format: %s".formatted(number, failure)));
    }
  }

  private static List<String> about(List<Numbered> all) {
    List<String> lines = new ArrayList<>();
    Metadata metadata = all.get(0).explanation().rule();
    String rule =
        metadata.title().equals(metadata.key())
            ? metadata.title()
            : "%s (%s)".formatted(metadata.title(), metadata.name().orElse(metadata.key()));
    List<Numbered> matching = all.stream().filter(each -> each.explanation().matches()).toList();
    if (matching.isEmpty()) {
      Numbered nearest =
          all.stream()
              .filter(each -> each.explanation().concerned())
              .findFirst()
              .orElse(all.get(0));
      lines.add("%s matches no record; of record %d:".formatted(rule, nearest.number()));
      nearest.explanation().deciding().toString().lines().skip(1).forEach(lines::add);
    } else {
      lines.add(rule + " matches " + byKey(matching));
      List<Numbered> keyless =
          matching.stream().filter(each -> !each.explanation().isCounted()).toList();
      if (!keyless.isEmpty()) {
        Set<String> missing = new LinkedHashSet<>();
        keyless.forEach(
            each ->
                each.explanation().key().stream()
                    .filter(field -> field.value().isEmpty())
                    .forEach(field -> missing.add(field.name())));
        lines.add(
            "%s of these not counted, the key is incomplete without %s: %s"
                .formatted(
                    keyless.size() == 1 ? "one" : keyless.size(),
                    String.join(", ", missing),
                    numbers(keyless)));
      }
    }
    return lines;
  }

  /** Records that differ in the key are counted apart, which may be why. */
  private static String byKey(List<Numbered> matching) {
    Map<String, List<Numbered>> byKey = new LinkedHashMap<>();
    for (Numbered each : matching) {
      String key =
          each.explanation().key().stream()
              .filter(field -> field.value().isPresent())
              .map(field -> field.name() + "=" + field.value().get())
              .collect(Collectors.joining(", "));
      byKey.computeIfAbsent(key, none -> new ArrayList<>()).add(each);
    }
    return byKey.entrySet().stream()
        .limit(MOST_NUMBERS)
        .map(
            entry ->
                numbers(entry.getValue())
                    + (entry.getKey().isEmpty() ? "" : " with " + entry.getKey()))
        .collect(Collectors.joining("; "));
  }

  private static String numbers(List<Numbered> some) {
    return (some.size() == 1 ? "record " : "records ")
        + some.stream()
            .limit(MOST_NUMBERS)
            .map(each -> Integer.toString(each.number()))
            .collect(Collectors.joining(", "))
        + (some.size() > MOST_NUMBERS ? " and %d more".formatted(some.size() - MOST_NUMBERS) : "");
  }
}
