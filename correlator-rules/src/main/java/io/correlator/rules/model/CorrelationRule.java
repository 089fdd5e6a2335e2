package io.correlator.rules.model;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Condition;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.problem.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

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
  /** The greatest number of events or values that is counted. */
  public static final int MOST_COUNTED = 65_535;

  /** The greatest number of rules that are told apart. */
  public static final int MOST_RULES = 64;

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

    /**
     * Whether some number that it can come to is as {@code condition} says; if not, it never fires.
     * Counting begins with one, since nothing is looked at before something came.
     *
     * @param rules of how many rules it is
     */
    public boolean canBe(Condition condition, int rules) {
      return switch (this) {
        case EVENT_COUNT, VALUE_COUNT, ALARM -> near(condition, MOST_COUNTED, true);
        case TEMPORAL, TEMPORAL_ORDERED -> near(condition, rules, true);
        case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> near(condition, Double.MAX_VALUE, false);
        case ABSENCE, HEARTBEAT -> true;
      };
    }

    /** If any number is so, then one at or beside a bound is, or one at an end. */
    private static boolean near(Condition condition, double most, boolean whole) {
      double least = whole ? 1 : -most;
      return DoubleStream.concat(
              DoubleStream.of(least, most),
              condition.bounds().stream()
                  .mapToDouble(Condition.Bound::value)
                  .flatMap(bound -> beside(bound, whole)))
          .anyMatch(number -> number >= least && number <= most && condition.test(number));
    }

    private static DoubleStream beside(double bound, boolean whole) {
      double floor = Math.floor(bound);
      return whole
          ? DoubleStream.of(floor - 1, floor, floor + 1)
          : DoubleStream.of(Math.nextDown(bound), bound, Math.nextUp(bound));
    }

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

  /** What the number must be, as Sigma writes it: {@code gte 5}. */
  public List<String> conditionTexts() {
    return condition.bounds().stream().map(CorrelationRule::text).toList();
  }

  /** What it needs, for people: {@code event_count of failed, gte 5, within 1m, by host}. */
  public String summary() {
    return "%s of %s%s, within %s%s"
        .formatted(
            type.name().toLowerCase(Locale.ROOT),
            String.join(", ", rules),
            isNumber() ? ", " + String.join(" and ", conditionTexts()) : "",
            timespan.toString().replaceFirst("^PT", "").toLowerCase(Locale.ROOT),
            groupBy.isEmpty()
                ? ""
                : ", by "
                    + groupBy.stream().map(RecordView::shown).collect(Collectors.joining(", ")));
  }

  /** Whether a number says what it needs; all of its rules go without saying. */
  private boolean isNumber() {
    return switch (type) {
      case ABSENCE, HEARTBEAT -> false;
      case TEMPORAL, TEMPORAL_ORDERED ->
          options.combinations().isEmpty()
              && !(condition.isMonotone() && condition.reach() >= rules.size());
      default -> true;
    };
  }

  private static String text(Condition.Bound bound) {
    String operator =
        switch (bound.comparison()) {
          case AT_LEAST -> "gte";
          case MORE_THAN -> "gt";
          case AT_MOST -> "lte";
          case LESS_THAN -> "lt";
          case EQUAL_TO -> "eq";
          case NOT_EQUAL_TO -> "neq";
        };
    double value = bound.value();
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? operator + " " + (long) value
        : operator + " " + value;
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
