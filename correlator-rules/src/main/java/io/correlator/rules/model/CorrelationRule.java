package io.correlator.rules.model;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Condition;
import io.correlator.rules.problem.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A rule about several records that belong together: so many of them, so many different values, or
 * matches of several rules in a while. Immutable.
 *
 * @param rules the rules whose matches count, by id or name, at least one; in a sequence, their
 *     order is that of the steps. Each may be about single records or a correlation itself
 * @param groupBy the fields whose values must be the same; without any, all records belong together
 * @param aliases for names in {@code groupBy} and {@code fields} that are no fields: by rule, the
 *     field that is meant
 * @param timespan within which time, 1 ms or longer
 * @param condition what the number must be: of events, of values, or of rules
 * @param fields whose values are counted or added up; none for other types
 * @param percent which percentile, 0 to 100, for that type
 * @param generate whether the rules give alerts of their own as well
 * @param options all else
 */
public record CorrelationRule(
    Metadata metadata,
    Type type,
    List<String> rules,
    List<String> groupBy,
    Map<String, Map<String, String>> aliases,
    Duration timespan,
    Condition condition,
    List<String> fields,
    double percent,
    boolean generate,
    CorrelationOptions options,
    Position position)
    implements Rule {
  /** What is looked at. */
  public enum Type {
    /** How many events there are. */
    EVENT_COUNT,
    /** How many different values there are. */
    VALUE_COUNT,
    /** The sum of the values. */
    VALUE_SUM,
    /** The arithmetic mean of the values. */
    VALUE_AVG,
    /** A percentile of the values. */
    VALUE_PERCENTILE,
    /** How many of the rules match, in any order. */
    TEMPORAL,
    /** Whether the rules match one after the other. */
    TEMPORAL_ORDERED,
    /** Whether a rule matches and then none of those that are expected. */
    ABSENCE,
    /** Whether a rule that keeps matching stops to. */
    HEARTBEAT,
    /** How many events there are, until there are fewer. */
    ALARM;

    /** Whether it is about values of fields. */
    public boolean hasValue() {
      return switch (this) {
        case VALUE_COUNT, VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> true;
        default -> false;
      };
    }

    /** Whether each rule is a step. */
    public boolean isTemporal() {
      return this == TEMPORAL || this == TEMPORAL_ORDERED;
    }

    /** Whether it matters which of the rules has matched. */
    public boolean tellsRulesApart() {
      return isTemporal() || this == ABSENCE;
    }
  }

  public CorrelationRule {
    requireNonNull(metadata, "metadata");
    requireNonNull(type, "type");
    rules = List.copyOf(rules);
    groupBy = List.copyOf(groupBy);
    aliases = Map.copyOf(aliases);
    requireNonNull(timespan, "timespan");
    requireNonNull(condition, "condition");
    fields = List.copyOf(fields);
    requireNonNull(options, "options");
    requireNonNull(position, "position");
  }

  /** The same with something else said about it. */
  public CorrelationRule withMetadata(Metadata other) {
    return new CorrelationRule(
        other, type, rules, groupBy, aliases, timespan, condition, fields, percent, generate,
        options, position);
  }

  /**
   * All rules that it names, whatever for: those that count, those that are expected, those that
   * are forbidden, those that end it.
   */
  public List<String> references() {
    List<String> references = new ArrayList<>(rules);
    references.addAll(options.expected());
    options.forbidden().forEach(forbidden -> references.add(forbidden.rule()));
    references.addAll(options.until());
    return references;
  }

  /**
   * The field that {@code name} of {@code groupBy} or {@code fields} means in what a rule has
   * found.
   */
  public String fieldOf(String name, Rule rule) {
    return aliases.getOrDefault(name, Map.of()).entrySet().stream()
        .filter(entry -> rule.metadata().isCalled(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(name);
  }
}
