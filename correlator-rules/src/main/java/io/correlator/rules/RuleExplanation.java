package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Printable;
import io.correlator.rules.detection.Explanation;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Metadata;
import java.util.List;
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
 * @param fields the fields that the rule asks for, and what they are in the record after mapping
 * @param answers what the conditions of the rule answer; one that holds is enough
 * @param over the correlation that names the rule, if it is explained for one
 * @param key the fields of the correlation's key and of its values, and what they are in the
 *     record; a record that lacks one is not counted
 */
public record RuleExplanation(
    Metadata rule,
    LogSource wanted,
    List<LogSource> logSources,
    boolean concerned,
    List<Asked> fields,
    List<Explanation> answers,
    Optional<CorrelationRule> over,
    List<Asked> key) {
  private static final int MOST_NAMES = 8;

  /**
   * A field, and what it is in a record.
   *
   * @param name as the rule calls it
   * @param names under which other name the record has it, or, if it has none, under which others
   *     it was looked for
   * @param value empty if there is none
   */
  public record Asked(String name, List<String> names, Optional<String> value) {
    public Asked {
      requireNonNull(name, "name");
      names = List.copyOf(names);
      requireNonNull(value, "value");
    }

    /** For people: {@code Image (process.executable) = C:\\x.exe}. */
    @Override
    public String toString() {
      String others = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
      return value
          .map(text -> name + (others.isEmpty() ? "" : " (" + others + ")") + " = " + text)
          .orElseGet(
              () ->
                  name
                      + " is missing or null"
                      + (others.isEmpty() ? "" : ", and so is " + others)
                      + (names.size() > MOST_NAMES ? "..." : ""));
    }
  }

  public RuleExplanation {
    requireNonNull(rule, "rule");
    requireNonNull(wanted, "wanted");
    logSources = List.copyOf(logSources);
    fields = List.copyOf(fields);
    answers = List.copyOf(answers);
    requireNonNull(over, "over");
    key = List.copyOf(key);
  }

  /** Whether the rule matches the record. */
  public boolean matches() {
    return concerned && answers.stream().anyMatch(Explanation::holds);
  }

  /** Whether the record has all that the correlation needs to count it. */
  public boolean isCounted() {
    return key.stream().allMatch(field -> field.value().isPresent());
  }

  /** The same without what did not matter: nothing else does for a rule that was not asked. */
  public RuleExplanation deciding() {
    return new RuleExplanation(
        rule,
        wanted,
        logSources,
        concerned,
        concerned ? fields : List.of(),
        concerned ? answers.stream().map(Explanation::deciding).toList() : List.of(),
        over,
        concerned ? key : List.of());
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
                wanted.isAny() ? "any" : wanted,
                logSources.isEmpty()
                    ? "none that a mapping knows"
                    : logSources.stream()
                        .map(LogSource::toString)
                        .collect(Collectors.joining(", "))));
    over.ifPresent(correlation -> line(text, "  " + role(correlation)));
    fields.forEach(field -> line(text, "  field " + field));
    key.forEach(field -> line(text, "  key " + field));
    answers.forEach(answer -> answer.toString().lines().forEach(each -> line(text, "  " + each)));
    return text.toString();
  }

  private String verdict() {
    if (!concerned) {
      return "is not asked, because the record is of another log source";
    }
    return (matches() ? "matches" : "does not match")
        + (matches() && !isCounted() ? ", but is not counted: the key is incomplete" : "");
  }

  /** What it is to the correlation, and what that needs. */
  private String role(CorrelationRule correlation) {
    boolean counts = isAmong(correlation.rules());
    boolean expected = isAmong(correlation.options().expected());
    boolean ends = isAmong(correlation.options().until());
    String role = counts ? "counts for" : expected ? "is awaited by" : ends ? "ends" : "is against";
    return "%s %s: %s".formatted(role, correlation.metadata().title(), correlation.summary());
  }

  private boolean isAmong(List<String> names) {
    return names.stream().anyMatch(rule::isCalled);
  }

  private static void line(StringBuilder text, String line) {
    text.append(Printable.of(line)).append('\n');
  }
}
