package io.correlator.rules.json;

import io.correlator.api.state.Condition;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Test;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Level;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one JSON rule. For one thread. */
final class JsonRuleReader {
  private static final List<String> KEYS =
      List.of(
          "id", "name", "description", "type", "severity", "enabled", "tags", "config", "tests");
  private static final List<String> CONDITION =
      List.of("field", "value", "regex", "case_sensitive");
  private static final List<String> PARTS = List.of("raw", "source", "severity");
  private static final String PARSED = "parsed.";
  private static final int MOST_STEPS = 64;
  private static final int MOST_ORDERED_STEPS = 16;
  private static final int MOST_COUNTED = 65_535;
  private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(366L * 24 * 60 * 60);
  private static final LogSource ANY =
      new LogSource(Optional.empty(), Optional.empty(), Optional.empty());

  private final JsonObject rule;
  private final Problems problems;

  JsonRuleReader(JsonObject rule, Problems problems) {
    this.rule = rule;
    this.problems = problems;
  }

  /** The rule, after those for its conditions. To be used if no error was noted. */
  List<Rule> read() {
    rule.allow(KEYS);
    String type = rule.needText("type");
    rule.truth("enabled", true);
    Metadata metadata = metadata();
    JsonObject config = rule.object("config");
    return switch (type) {
      case "pattern" -> pattern(metadata, config);
      case "threshold" -> threshold(metadata, config);
      case "correlation" -> correlation(metadata, config);
      default -> {
        rule.value(
            "type",
            "cannot be " + Problem.quoted(type),
            "it is one of pattern, threshold, correlation");
        yield List.of();
      }
    };
  }

  private Metadata metadata() {
    String name = rule.needText("name");
    Metadata.Builder builder =
        Metadata.builder(name)
            .id(rule.text("id").orElse(name))
            .name(name)
            .tags(rule.values("tags"));
    rule.text("description").ifPresent(builder::description);
    String severity = rule.needText("severity");
    switch (severity) {
      case "info" -> builder.level(Level.INFORMATIONAL);
      case "warning" -> builder.level(Level.MEDIUM);
      case "critical" -> builder.level(Level.CRITICAL);
      default ->
          rule.value(
              "severity",
              "cannot be " + Problem.quoted(severity),
              "it is one of info, warning, critical");
    }
    return builder.build();
  }

  private List<Rule> pattern(Metadata metadata, JsonObject config) {
    config.allow(List.of("field", "regex", "case_sensitive"));
    config.needText("regex");
    return List.of(detection(metadata, condition(config, "pattern")));
  }

  private List<Rule> threshold(Metadata metadata, JsonObject config) {
    List<String> keys = new ArrayList<>(CONDITION);
    keys.addAll(List.of("condition", "count", "window_seconds", "group_by"));
    config.allow(keys);
    JsonObject condition = config;
    if (config.get("condition").isPresent()) {
      condition = config.object("condition");
      condition.allow(CONDITION);
      CONDITION.stream()
          .filter(key -> config.get(key).isPresent())
          .forEach(key -> config.value(key, "stands beside 'condition'", "put it into it"));
    }
    int count = whole(config, "count", MOST_COUNTED);
    return correlated(
        metadata,
        CorrelationRule.Type.EVENT_COUNT,
        List.of(condition(condition, "condition")),
        groupBy(config),
        seconds(config, "window_seconds"),
        Condition.atLeast(count));
  }

  private List<Rule> correlation(Metadata metadata, JsonObject config) {
    config.allow(
        List.of("conditions", "within_seconds", "require_same_source", "group_by", "ordered"));
    List<Predicate> conditions = new ArrayList<>();
    for (JsonObject condition : config.objects("conditions")) {
      condition.allow(CONDITION);
      conditions.add(condition(condition, "conditions[" + conditions.size() + "]"));
    }
    boolean ordered = config.truth("ordered", false);
    int most = ordered ? MOST_ORDERED_STEPS : MOST_STEPS;
    if (conditions.size() > most
        || (conditions.isEmpty() && config.get("conditions").isPresent())) {
      config.value(
          "conditions", "has " + conditions.size() + " elements", "1 to " + most + " are possible");
      return List.of();
    }
    List<String> groupBy = new ArrayList<>(groupBy(config));
    if (config.truth("require_same_source", false) && !groupBy.contains("@source")) {
      groupBy.add("@source");
    }
    return correlated(
        metadata,
        ordered ? CorrelationRule.Type.TEMPORAL_ORDERED : CorrelationRule.Type.TEMPORAL,
        conditions,
        groupBy,
        seconds(config, "within_seconds"),
        Condition.atLeast(Math.max(1, conditions.size())));
  }

  private List<Rule> correlated(
      Metadata metadata,
      CorrelationRule.Type type,
      List<Predicate> conditions,
      List<String> groupBy,
      Duration within,
      Condition condition) {
    List<Rule> rules = new ArrayList<>();
    for (Predicate each : conditions) {
      String id = metadata.key() + "/" + (rules.size() + 1);
      rules.add(detection(Metadata.builder(id).id(id).build(), each));
    }
    List<String> ids = rules.stream().map(each -> each.metadata().key()).toList();
    rules.add(
        new CorrelationRule(
            metadata,
            type,
            ids,
            groupBy,
            Map.of(),
            within,
            condition,
            List.of(),
            0,
            false,
            rule.position()));
    return rules;
  }

  private DetectionRule detection(Metadata metadata, Predicate condition) {
    return new DetectionRule(metadata, ANY, List.of(condition), rule.position());
  }

  private Predicate condition(JsonObject condition, String name) {
    String field = field(condition, "field", condition.needText("field"));
    boolean cased = condition.truth("case_sensitive", true);
    boolean regex = condition.get("regex").isPresent();
    if (regex == condition.get("value").isPresent()) {
      condition.value(
          regex ? "value" : "field",
          regex ? "stands beside 'regex'" : "has neither 'value' nor 'regex'",
          "give one of value, regex");
    }
    List<Predicate> choices = new ArrayList<>();
    for (String value : condition.values("value")) {
      choices.add(new Predicate.Field(field, new Test.Text(Glob.exactly(value), cased)));
    }
    condition
        .text("regex")
        .ifPresent(
            pattern ->
                choices.add(
                    new Predicate.Field(
                        field,
                        new Test.Regex(
                            pattern, cased ? Set.of() : Set.of(Test.RegexFlag.IGNORE_CASE)))));
    Predicate predicate = new Predicate.Selection(name, new Predicate.Any(choices));
    try {
      Evaluator.of(predicate);
    } catch (IllegalArgumentException e) {
      condition.value(
          "regex",
          "cannot be used: " + e.getMessage(),
          "RE2 syntax is needed: no look-around, no back-references, no huge repetitions");
    }
    return predicate;
  }

  private String field(JsonObject object, String key, String name) {
    if (PARTS.contains(name)) {
      return "@" + name;
    }
    if (name.startsWith(PARSED) && name.length() > PARSED.length()) {
      return name;
    }
    if (!name.isEmpty()) {
      problems.add(
          ProblemId.JSON_RULE_FIELD,
          object.positionOf(key),
          "unknown field " + Problem.quoted(name),
          "it is raw, source, severity, or parsed. and a name");
    }
    return name;
  }

  private List<String> groupBy(JsonObject config) {
    return config.values("group_by").stream()
        .map(name -> field(config, "group_by", name))
        .distinct()
        .toList();
  }

  private int whole(JsonObject config, String key, int most) {
    BigDecimal number = config.needNumber(key);
    boolean whole = number.precision() - number.scale() < 10 && number.scale() < 100;
    if (!whole
        || number.stripTrailingZeros().scale() > 0
        || number.signum() <= 0
        || number.intValue() > most) {
      config.value(key, "is " + number.toEngineeringString(), "a whole number of 1 to " + most);
      return 1;
    }
    return number.intValue();
  }

  private Duration seconds(JsonObject config, String key) {
    BigDecimal seconds = config.needNumber(key);
    boolean small = seconds.compareTo(new BigDecimal("0.001")) < 0;
    if (small || seconds.compareTo(LONGEST_SECONDS) > 0) {
      config.value(key, "is " + seconds.toEngineeringString(), "0.001 to " + LONGEST_SECONDS);
      return Duration.ofSeconds(1);
    }
    return Duration.ofMillis(
        seconds.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact());
  }
}
