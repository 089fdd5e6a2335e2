package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.rules.RuleExplanation.Asked;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Values;
import io.correlator.rules.mapping.MappedRecord;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says why rules match a record or do not: for whoever writes a rule, or wonders about an alert.
 * Answers by plain evaluation, not by the index. Immutable; may be used by any thread.
 */
public final class RuleExplainer {
  private static final int MAX_VALUE = 200;

  private final RuleSet rules;

  private RuleExplainer(RuleSet rules) {
    this.rules = requireNonNull(rules, "rules");
  }

  /** Explains these rules. */
  public static RuleExplainer of(RuleSet rules) {
    return new RuleExplainer(rules);
  }

  /**
   * Explains one rule: itself, or, if it is a correlation, each of the rules that it names, with
   * the values of its key.
   *
   * @param reference the id, the name or the title of a rule; nothing comes of one that is unknown
   */
  public List<RuleExplanation> explain(String reference, LogRecord record) {
    List<RuleExplanation> explanations = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      if (isCalled(rule, reference)) {
        explain(rule, Optional.empty(), record, new HashSet<>(), explanations);
      }
    }
    return List.copyOf(explanations);
  }

  private static boolean isCalled(Rule rule, String reference) {
    return rule.metadata().isCalled(reference) || rule.metadata().title().equals(reference);
  }

  private void explain(
      Rule rule,
      Optional<CorrelationRule> parent,
      LogRecord record,
      Set<String> seen,
      List<RuleExplanation> explanations) {
    if (rule instanceof DetectionRule detection) {
      explanations.add(explain(detection, parent, record));
    } else if (rule instanceof CorrelationRule correlation
        && seen.add(correlation.metadata().key())) {
      for (String name : new LinkedHashSet<>(correlation.references())) {
        rules.rules().stream()
            .filter(each -> each.metadata().isCalled(name))
            .forEach(each -> explain(each, Optional.of(correlation), record, seen, explanations));
      }
    }
  }

  private RuleExplanation explain(
      DetectionRule rule, Optional<CorrelationRule> parent, LogRecord record) {
    MappedRecord view = rules.mapping().map(new RecordParts(record));
    Set<String> asked = new LinkedHashSet<>();
    rule.conditions().forEach(condition -> asked.addAll(condition.fields()));
    List<Asked> key =
        parent.stream()
            .flatMap(over -> key(over, rule))
            .distinct()
            .map(field -> asked(view, field.getKey(), field.getValue()))
            .toList();
    return new RuleExplanation(
        rule.metadata(),
        rule.logSource(),
        view.logSources(),
        concerns(rule.logSource(), view),
        asked.stream().map(field -> asked(view, field, field)).toList(),
        rule.conditions().stream().map(each -> Evaluator.of(each).explain(view)).toList(),
        parent,
        key);
  }

  /** The fields of the key, and of values that are counted, by the names of the correlation. */
  private static Stream<Map.Entry<String, String>> key(CorrelationRule over, DetectionRule rule) {
    boolean counts = over.rules().stream().anyMatch(rule.metadata()::isCalled);
    return Stream.concat(over.groupBy().stream(), counts ? over.fields().stream() : Stream.empty())
        .map(name -> Map.entry(name, over.fieldOf(name, rule)));
  }

  private static Asked asked(MappedRecord view, String name, String field) {
    String shown = RecordView.shown(name);
    return new Asked(
        name.equals(field) ? shown : shown + " -> " + RecordView.shown(field),
        view.namesOf(field),
        value(view, field));
  }

  private static boolean concerns(LogSource wanted, MappedRecord view) {
    boolean any = wanted.category().or(wanted::product).or(wanted::service).isEmpty();
    return any || view.isOf(wanted);
  }

  private static Optional<String> value(RecordView view, String field) {
    List<String> texts = new ArrayList<>();
    Values.any(view.value(field), value -> !texts.add(Values.text(value)));
    return texts.isEmpty() ? Optional.empty() : Optional.of(shortened(String.join(", ", texts)));
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) > MAX_VALUE
        ? text.substring(0, text.offsetByCodePoints(0, MAX_VALUE)) + "..."
        : text;
  }
}
