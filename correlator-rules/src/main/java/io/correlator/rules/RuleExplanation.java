package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Printable;
import io.correlator.rules.detection.Explanation;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Metadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a rule about single records matches a record or does not. Immutable; may be used by any
 * thread.
 *
 * @param rule what the rule says about itself
 * @param wanted the log source that the rule is about
 * @param logSources those that the record belongs to; none if no mapping knows it
 * @param concerned whether the rule is asked about such records at all
 * @param fields the fields that the rule asks for, and what they are in the record after mapping;
 *     empty where there is none
 * @param answers what the conditions of the rule answer; one that holds is enough
 * @param key for a rule that a correlation names, the fields of the correlation's key and their
 *     values in the record; a record that lacks one is not counted
 */
public record RuleExplanation(
    Metadata rule,
    LogSource wanted,
    List<LogSource> logSources,
    boolean concerned,
    Map<String, Optional<String>> fields,
    List<Explanation> answers,
    Map<String, Optional<String>> key) {
  public RuleExplanation {
    requireNonNull(rule, "rule");
    requireNonNull(wanted, "wanted");
    logSources = List.copyOf(logSources);
    fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    answers = List.copyOf(answers);
    key = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(key));
  }

  /** Whether the rule matches the record. */
  public boolean matches() {
    return concerned && answers.stream().anyMatch(Explanation::holds);
  }

  /** The same without the answers that did not matter. */
  public RuleExplanation deciding() {
    return new RuleExplanation(
        rule,
        wanted,
        logSources,
        concerned,
        fields,
        answers.stream().map(Explanation::deciding).toList(),
        key);
  }

  /** For people, in several lines; nothing that stood in the record steers a terminal. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, rule.title() + " (" + rule.key() + "): " + verdict());
    line(
        text,
        "  log source: %s; the record belongs to %s"
            .formatted(
                wanted,
                logSources.isEmpty()
                    ? "none that a mapping knows"
                    : logSources.stream()
                        .map(LogSource::toString)
                        .collect(Collectors.joining(", "))));
    fields.forEach((name, value) -> line(text, "  field " + shown(name, value)));
    key.forEach((name, value) -> line(text, "  key " + shown(name, value)));
    answers.forEach(answer -> answer.toString().lines().forEach(each -> line(text, "  " + each)));
    return text.toString();
  }

  private String verdict() {
    if (!concerned) {
      return "is not asked, because the record is of another log source";
    }
    boolean counted = key.values().stream().allMatch(Optional::isPresent);
    return (matches() ? "matches" : "does not match")
        + (matches() && !counted ? ", but is not counted: the key is incomplete" : "");
  }

  private static String shown(String name, Optional<String> value) {
    return name + value.map(text -> " = " + text).orElse(" is missing or null");
  }

  private static void line(StringBuilder text, String line) {
    text.append(Printable.of(line)).append('\n');
  }
}
