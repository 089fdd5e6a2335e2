package io.correlator.rules.sigma;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Sigma 1 wrote behind a bar in a condition, and the correlation that says the same in Sigma
 * 2.
 *
 * @param function {@code count}, {@code sum}, {@code near}, ...; empty if it is none of them
 * @param field what is counted or summed; empty for events
 * @param group the fields after {@code by}
 */
record LegacyAggregation(
    String function, String field, List<String> group, String operator, String number) {
  /** What remains of a rule with a time frame and no aggregation. */
  static final LegacyAggregation COUNT = new LegacyAggregation("count", "", List.of(), "gte", "2");

  /** What several rules in a file were often for. */
  static final LegacyAggregation NEAR_EACH_OTHER =
      new LegacyAggregation("near", "", List.of(), "gte", "2");

  private static final Pattern AGGREGATION =
      Pattern.compile(
          "\\s*(count|sum|avg|min|max)\\s*\\(\\s*([^)\\s]*)\\s*\\)\\s*(?:by\\s+([^<>=]+?))?"
              + "\\s*(<=|>=|==|=|<|>)\\s*([0-9.]+)\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NEAR = Pattern.compile("\\s*near\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> OPERATORS =
      Map.of("<=", "lte", ">=", "gte", "==", "eq", "=", "eq", "<", "lt", ">", "gt");
  private static final Map<String, String> TYPES =
      Map.of("sum", "value_sum", "avg", "value_avg", "near", "temporal");
  private static final int MAX_LENGTH = 1_000;

  /** The aggregation of a condition, if it has one. */
  static Optional<LegacyAggregation> of(String condition) {
    int bar = condition.indexOf('|');
    if (bar < 0) {
      return Optional.empty();
    }
    String text = condition.substring(bar + 1);
    Matcher matcher = AGGREGATION.matcher(text);
    if (text.length() <= MAX_LENGTH && matcher.matches()) {
      String group = matcher.group(3) == null ? "" : matcher.group(3).strip();
      return Optional.of(
          new LegacyAggregation(
              matcher.group(1).toLowerCase(Locale.ROOT),
              matcher.group(2),
              group.isEmpty() ? List.of() : List.of(group.split("\\s*,\\s*|\\s+")),
              OPERATORS.getOrDefault(matcher.group(4), "gte"),
              matcher.group(5)));
    }
    String function = NEAR.matcher(text).matches() ? "near" : "";
    return Optional.of(new LegacyAggregation(function, "", List.of(), "gte", "2"));
  }

  /** The document of Sigma 2 that says the same. */
  String asCorrelation(String title, Optional<String> timeframe) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("title: '").append(title.replace("'", "''").replace("\n", " ")).append("'\n");
    yaml.append("correlation:\n    type: ").append(type()).append('\n');
    yaml.append(
        function.equals("near")
            ? "    rules: [name_of_the_first_rule, name_of_the_second_rule]\n"
            : "    rules: name_of_the_rule\n");
    if (!group.isEmpty()) {
      yaml.append("    group-by: [").append(String.join(", ", group)).append("]\n");
    }
    yaml.append("    timespan: ").append(timeframe.orElse("5m # there was none")).append('\n');
    if (!function.equals("near")) {
      yaml.append("    condition:\n");
      if (!field.isEmpty()) {
        yaml.append("        field: ").append(field).append('\n');
      }
      yaml.append("        ").append(operator).append(": ").append(number).append('\n');
    }
    if (function.equals("min") || function.equals("max")) {
      yaml.append("# Sigma 2 has no ").append(function).append(": a detection with ");
      yaml.append(field).append('|').append(operator).append(" may do\n");
    }
    return yaml.toString();
  }

  private String type() {
    return TYPES.getOrDefault(
        function, field.isEmpty() || function.isEmpty() ? "event_count" : "value_count");
  }
}
