package io.correlator.rules.json;

import io.correlator.api.Severity;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.Combination;
import io.correlator.api.state.Condition;
import io.correlator.api.state.Condition.Comparison;
import io.correlator.api.state.OperatorOptions;
import io.correlator.api.state.Quota;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.SequenceSpec;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Test;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Level;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.RuleFormula;
import io.correlator.rules.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
  private static final List<String> REFERENCE =
      List.of("field", "value", "regex", "case_sensitive", "rule");
  private static final List<String> OPTIONS =
      List.of("rearm", "suppress_seconds", "max_open_seconds", "quota", "max_keys");
  private static final List<String> THRESHOLD =
      List.of(
          "field",
          "value",
          "regex",
          "case_sensitive",
          "rule",
          "condition",
          "count",
          "window_seconds");
  private static final List<String> CORRELATION =
      List.of("conditions", "formula", "within_seconds", "require_same_source", "ordered");
  private static final List<String> SEQUENCE = List.of("forbidden", "until", "strict");
  private static final List<String> IN_ANY_ORDER =
      List.of("at_least", "unless", "lookback_seconds");
  private static final Map<String, Comparison> BOUNDS =
      Map.of(
          "at_least", Comparison.AT_LEAST,
          "more_than", Comparison.MORE_THAN,
          "at_most", Comparison.AT_MOST,
          "less_than", Comparison.LESS_THAN);
  private static final List<String> AGGREGATE =
      List.of(
          "field",
          "value",
          "regex",
          "case_sensitive",
          "rule",
          "condition",
          "function",
          "of",
          "percent",
          "at_least",
          "more_than",
          "at_most",
          "less_than",
          "min_count",
          "window_seconds");
  private static final List<String> ABSENCE =
      List.of("condition", "expected", "within_seconds", "pending");
  private static final List<String> HEARTBEAT =
      List.of(
          "field",
          "value",
          "regex",
          "case_sensitive",
          "rule",
          "condition",
          "window_seconds",
          "expect");
  private static final List<String> ALARM = List.of("clear_count", "clear_window_seconds");
  private static final List<String> PARTS = List.of("raw", "source", "sender", "severity");
  private static final List<String> TYPES =
      List.of("pattern", "threshold", "aggregate", "correlation", "absence", "heartbeat", "alarm");
  private static final Map<String, Level> LEVELS = new LinkedHashMap<>();

  static {
    LEVELS.put("info", Level.INFORMATIONAL);
    LEVELS.put("warning", Level.MEDIUM);
    LEVELS.put("critical", Level.CRITICAL);
  }

  private static final List<String> SEVERITIES =
      Arrays.stream(Severity.values()).map(Severity::toString).toList();
  private static final String PARSED = "parsed.";
  private static final int MOST_STEPS = CorrelationRule.MOST_RULES;
  private static final int MOST_ORDERED_STEPS = 16;
  private static final int MOST_COUNTED = CorrelationRule.MOST_COUNTED;
  private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(366L * 24 * 60 * 60);

  private final JsonObject rule;
  private final Problems problems;

  /** The rules that conditions have become, and how many conditions there were. */
  private final List<Rule> parts = new ArrayList<>();

  private int conditions;

  JsonRuleReader(JsonObject rule, Problems problems) {
    this.rule = rule;
    this.problems = problems;
  }

  /** The rule, after those for its conditions. To be used if no error was noted. */
  List<Rule> read() {
    rule.allow(KEYS);
    String type = rule.needOneOf("type", TYPES).orElse("");
    rule.truth("enabled", true);
    Metadata metadata = metadata();
    JsonObject config = rule.object("config");
    return switch (type) {
      case "pattern" -> pattern(metadata, config);
      case "threshold" -> threshold(metadata, config);
      case "aggregate" -> aggregate(metadata, config);
      case "correlation" -> correlation(metadata, config);
      case "absence" -> absence(metadata, config);
      case "heartbeat" -> heartbeat(metadata, config);
      case "alarm" -> alarm(metadata, config);
      default -> List.of();
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
    rule.needOneOf("severity", LEVELS.keySet()).map(LEVELS::get).ifPresent(builder::level);
    return builder.build();
  }

  private List<Rule> pattern(Metadata metadata, JsonObject config) {
    config.allow(List.of("field", "regex", "case_sensitive", "quota"));
    Optional<String> regex = Optional.of(config.needText("regex"));
    return List.of(detection(metadata, condition(config, "pattern", regex), quota(config)));
  }

  private List<Rule> threshold(Metadata metadata, JsonObject config) {
    allow(config, THRESHOLD, List.of("distinct"));
    boolean distinct = config.get("distinct").isPresent();
    List<String> counted = List.of(reference(metadata, conditionOf(config), "condition"));
    Condition condition = Condition.atLeast(whole(config, "count", MOST_COUNTED));
    return correlated(
        metadata,
        distinct ? CorrelationRule.Type.VALUE_COUNT : CorrelationRule.Type.EVENT_COUNT,
        counted,
        groupBy(config),
        seconds(config, "window_seconds"),
        condition,
        fields(config, "distinct"),
        0,
        options(config));
  }

  /** What can be done with the numbers in a field. */
  private enum Function {
    SUM(CorrelationRule.Type.VALUE_SUM),
    AVERAGE(CorrelationRule.Type.VALUE_AVG),
    MEDIAN(CorrelationRule.Type.VALUE_PERCENTILE),
    PERCENTILE(CorrelationRule.Type.VALUE_PERCENTILE);

    final CorrelationRule.Type type;

    Function(CorrelationRule.Type type) {
      this.type = type;
    }
  }

  private List<Rule> aggregate(Metadata metadata, JsonObject config) {
    allow(config, AGGREGATE, List.of());
    List<String> counted = List.of(reference(metadata, conditionOf(config), "condition"));
    config.needText("function");
    Function function = config.chosen("function", Function.values()).orElse(Function.SUM);
    String of = field(config, "of", config.needText("of"));
    CorrelationOptions.Builder options = options(config);
    if (config.get("min_count").isPresent()) {
      options.minCount(whole(config, "min_count", AggregateSpec.DEFAULT_MAX_VALUES));
    }
    return correlated(
        metadata,
        function.type,
        counted,
        groupBy(config),
        seconds(config, "window_seconds"),
        bounds(config, function),
        List.of(of),
        percent(config, function),
        options);
  }

  private static double percent(JsonObject config, Function function) {
    if (function != Function.PERCENTILE) {
      if (config.get("percent").isPresent()) {
        config.value("percent", "belongs to percentiles", "leave it out");
      }
      return function == Function.MEDIAN ? 50 : 0;
    }
    double percent = config.needNumber("percent").doubleValue();
    if (percent < 0 || percent > 100) {
      config.value("percent", "is " + percent, "0 to 100");
      return 50;
    }
    return percent;
  }

  /** What the number must be: several bounds are all needed. */
  private static Condition bounds(JsonObject config, Function function) {
    List<Condition.Bound> bounds = new ArrayList<>();
    for (String key : AGGREGATE) {
      Comparison comparison = BOUNDS.get(key);
      if (comparison != null && config.get(key).isPresent()) {
        double bound = config.needNumber(key).doubleValue();
        if (Double.isFinite(bound)) {
          bounds.add(new Condition.Bound(comparison, bound));
        } else {
          config.value(key, "is a number beyond all measure", "write a smaller one");
        }
      }
    }
    if (bounds.isEmpty()) {
      config.value(
          "function",
          "is compared with nothing",
          "add one of at_least, more_than, at_most, less_than");
      return Condition.atLeast(1);
    }
    Condition condition = new Condition(bounds);
    if (!function.type.canBe(condition, 1)) {
      config.value(
          "function",
          "is compared so that no number fits",
          "compare with numbers that leave something between them");
    }
    return condition;
  }

  /** The condition stands in an object of its own, or beside the rest. */
  private static JsonObject conditionOf(JsonObject config) {
    if (config.get("condition").isEmpty()) {
      return config;
    }
    CONDITION.stream()
        .filter(key -> config.get(key).isPresent())
        .forEach(key -> config.value(key, "stands beside 'condition'", "put it into it"));
    return allowed(config.object("condition"));
  }

  private static JsonObject allowed(JsonObject condition) {
    condition.allow(REFERENCE);
    return condition;
  }

  private void allow(JsonObject config, List<String> own, List<String> more) {
    List<String> keys = new ArrayList<>(own);
    keys.addAll(more);
    keys.add("group_by");
    keys.addAll(OPTIONS);
    config.allow(keys);
  }

  private List<Rule> correlation(Metadata metadata, JsonObject config) {
    boolean ordered = config.truth("ordered", false);
    allow(config, CORRELATION, ordered ? SEQUENCE : IN_ANY_ORDER);
    List<JsonObject> conditions = config.objects("conditions");
    List<String> steps = named(metadata, conditions);
    int most = ordered ? MOST_ORDERED_STEPS : MOST_STEPS;
    if (steps.size() > most || (steps.isEmpty() && config.get("conditions").isPresent())) {
      config.value(
          "conditions", "has " + steps.size() + " elements", "1 to " + most + " are possible");
      return List.of();
    }
    List<String> groupBy = new ArrayList<>(groupBy(config));
    if (config.truth("require_same_source", false) && !groupBy.contains("@source")) {
      groupBy.add("@source");
    }
    int needed = Math.max(1, steps.size());
    if (config.get("at_least").isPresent()) {
      needed = whole(config, "at_least", needed);
    }
    CorrelationOptions.Builder options = options(config);
    boolean negates = formula(config, conditions, ordered, options);
    if (ordered) {
      options.forbidden(forbidden(metadata, config, steps.size()));
      options.until(references(metadata, config.objectsIfAny("until"), "until"));
      if (config.truth("strict", false)) {
        options.ties(SequenceSpec.Ties.STRICT);
      }
    } else {
      options.forbidden(
          references(metadata, config.objectsIfAny("unless"), "unless").stream()
              .map(rule -> new CorrelationOptions.Forbidden(rule, 0))
              .toList());
      if (config.get("lookback_seconds").isPresent()) {
        options.lookback(seconds(config, "lookback_seconds"));
        if (config.get("unless").isEmpty() && !negates) {
          config.value("lookback_seconds", "has no 'unless'", "say what must not have come");
        }
      }
    }
    return correlated(
        metadata,
        ordered ? CorrelationRule.Type.TEMPORAL_ORDERED : CorrelationRule.Type.TEMPORAL,
        steps,
        groupBy,
        seconds(config, "within_seconds"),
        Condition.atLeast(needed),
        options);
  }

  /** The rules that conditions name or become; a condition may have a name for a formula. */
  private List<String> named(Metadata metadata, List<JsonObject> conditions) {
    List<String> keys = new ArrayList<>(REFERENCE);
    keys.add("name");
    List<String> references = new ArrayList<>();
    for (JsonObject condition : conditions) {
      condition.allow(keys);
      references.add(reference(metadata, condition, "conditions[" + references.size() + "]"));
    }
    return references;
  }

  /**
   * Reads which of the conditions must hold together and which must not, if a formula says so;
   * whether it says that any must not.
   */
  private boolean formula(
      JsonObject config,
      List<JsonObject> conditions,
      boolean ordered,
      CorrelationOptions.Builder options) {
    Optional<String> formula = config.text("formula");
    if (formula.isEmpty()) {
      return false;
    }
    for (String key : List.of("at_least", "unless")) {
      if (config.get(key).isPresent()) {
        config.value(key, "stands beside 'formula'", "say it in the formula");
      }
    }
    List<String> names = conditions.stream().map(JsonRuleReader::nameOf).toList();
    if (names.contains("")) {
      return false;
    }
    if (Set.copyOf(names).size() < names.size()) {
      config.value("conditions", "has a name twice", "give each condition its own");
      return false;
    }
    List<Combination> combinations =
        RuleFormula.read(
            new YamlNode.Scalar(config.positionOf("formula"), formula.get(), false),
            names,
            ordered ? RuleFormula.MOST_FORMS : CoincidenceSpec.MOST_COMBINATIONS,
            problems);
    options.combinations(combinations);
    boolean negates = combinations.stream().anyMatch(each -> each.none() != 0);
    if (negates) {
      SEQUENCE.stream()
          .filter(key -> config.get(key).isPresent())
          .forEach(
              key ->
                  config.value(
                      key,
                      "stands beside a formula with 'not'",
                      "that is decided at the end of a window: leave one of them out"));
    }
    return negates;
  }

  private static String nameOf(JsonObject condition) {
    boolean isRule = condition.get("name").isEmpty() && condition.get("rule").isPresent();
    return condition.needText(isRule ? "rule" : "name");
  }

  /** What must not come between two steps, or between any two. */
  private List<CorrelationOptions.Forbidden> forbidden(
      Metadata metadata, JsonObject config, int steps) {
    List<CorrelationOptions.Forbidden> forbidden = new ArrayList<>();
    for (JsonObject each : config.objectsIfAny("forbidden")) {
      List<String> keys = new ArrayList<>(REFERENCE);
      keys.add("after");
      each.allow(keys);
      String rule = reference(metadata, each, "forbidden");
      if (each.get("after").isPresent()) {
        int after = whole(each, "after", Math.max(1, steps - 1));
        forbidden.add(new CorrelationOptions.Forbidden(rule, after - 1));
      } else {
        for (int step = 0; step < steps - 1; step++) {
          forbidden.add(new CorrelationOptions.Forbidden(rule, step));
        }
      }
    }
    return forbidden;
  }

  private List<Rule> absence(Metadata metadata, JsonObject config) {
    allow(config, ABSENCE, List.of());
    List<String> first =
        List.of(reference(metadata, allowed(config.object("condition")), "condition"));
    List<JsonObject> wanted =
        config.get("expected").filter(YamlNode.Items.class::isInstance).isPresent()
            ? config.objects("expected")
            : List.of(config.object("expected"));
    List<String> expected = references(metadata, wanted, "expected");
    if (expected.isEmpty()) {
      config.value("expected", "is empty", "say what must come in time");
    }
    CorrelationOptions.Builder options = options(config).expected(expected);
    config.chosen("pending", AbsenceSpec.Pending.values()).ifPresent(options::pending);
    return correlated(
        metadata,
        CorrelationRule.Type.ABSENCE,
        first,
        groupBy(config),
        seconds(config, "within_seconds"),
        Condition.lessThan(1),
        options);
  }

  private List<Rule> heartbeat(Metadata metadata, JsonObject config) {
    allow(config, HEARTBEAT, List.of());
    List<String> beat = List.of(reference(metadata, conditionOf(config), "condition"));
    List<String> groupBy = groupBy(config);
    List<List<String>> listed = config.lists("expect");
    if (listed.stream().anyMatch(key -> key.size() != groupBy.size())) {
      config.value(
          "expect",
          "has a key with another number of values than 'group_by' has fields",
          "give one for each of " + groupBy.size());
    }
    return correlated(
        metadata,
        CorrelationRule.Type.HEARTBEAT,
        beat,
        groupBy,
        seconds(config, "window_seconds"),
        Condition.lessThan(1),
        options(config).listed(listed));
  }

  private List<Rule> alarm(Metadata metadata, JsonObject config) {
    allow(config, THRESHOLD, ALARM);
    List<String> counted = List.of(reference(metadata, conditionOf(config), "condition"));
    int count = whole(config, "count", MOST_COUNTED);
    Duration window = seconds(config, "window_seconds");
    int clear = 0;
    if (config.get("clear_count").isPresent() && config.needNumber("clear_count").signum() != 0) {
      clear = whole(config, "clear_count", MOST_COUNTED);
    }
    if (clear >= count) {
      config.value("clear_count", "is not less than 'count'", "0 to " + (count - 1));
    }
    Duration clearWindow =
        config.get("clear_window_seconds").isPresent()
            ? seconds(config, "clear_window_seconds")
            : window;
    return correlated(
        metadata,
        CorrelationRule.Type.ALARM,
        counted,
        groupBy(config),
        window,
        Condition.atLeast(count),
        options(config).clear(clear, clearWindow));
  }

  /** When it tells again, and for how many keys there is room. */
  private CorrelationOptions.Builder options(JsonObject config) {
    Rearm rearm =
        switch (config.chosen("rearm", Rearm.Policy.values()).orElse(Rearm.Policy.ONCE)) {
          case ONCE -> Rearm.once();
          case EXTEND -> Rearm.extend();
          case RESET -> Rearm.reset();
          case EVERY -> Rearm.every();
        };
    if (config.get("suppress_seconds").isPresent()) {
      rearm = rearm.suppress(seconds(config, "suppress_seconds"));
    }
    if (config.get("max_open_seconds").isPresent()) {
      rearm = rearm.maxOpen(seconds(config, "max_open_seconds"));
    }
    Optional<Quota> quota = quota(config);
    if (quota.isPresent()) {
      rearm = rearm.quota(quota.get().firings(), quota.get().window());
    }
    OperatorOptions options = OperatorOptions.defaults().rearm(rearm);
    return CorrelationOptions.builder()
        .operator(
            config.get("max_keys").isPresent()
                ? options.maxKeys(whole(config, "max_keys", OperatorOptions.MOST_KEYS))
                : options);
  }

  private Optional<Quota> quota(JsonObject config) {
    if (config.get("quota").isEmpty()) {
      return Optional.empty();
    }
    JsonObject quota = config.object("quota");
    quota.allow(List.of("count", "window_seconds"));
    return Optional.of(
        new Quota(whole(quota, "count", MOST_COUNTED), seconds(quota, "window_seconds")));
  }

  private List<String> references(Metadata metadata, List<JsonObject> conditions, String name) {
    List<String> references = new ArrayList<>();
    for (JsonObject condition : conditions) {
      String numbered = name + "[" + references.size() + "]";
      references.add(reference(metadata, allowed(condition), numbered));
    }
    return references;
  }

  /** The rule that a condition names, or one that is made of it. */
  private String reference(Metadata metadata, JsonObject condition, String name) {
    String id = metadata.key() + "/" + ++conditions;
    if (condition.get("rule").isPresent()) {
      CONDITION.stream()
          .filter(key -> condition.get(key).isPresent())
          .forEach(key -> condition.value(key, "stands beside 'rule'", "give one of them"));
      return condition.needText("rule");
    }
    condition.needOneKey("value", "regex");
    parts.add(
        detection(
            Metadata.builder(id).id(id).build(),
            condition(condition, name, condition.text("regex")),
            Optional.empty()));
    return id;
  }

  private List<Rule> correlated(
      Metadata metadata,
      CorrelationRule.Type type,
      List<String> rules,
      List<String> groupBy,
      Duration within,
      Condition condition,
      CorrelationOptions.Builder options) {
    return correlated(metadata, type, rules, groupBy, within, condition, List.of(), 0, options);
  }

  private List<Rule> correlated(
      Metadata metadata,
      CorrelationRule.Type type,
      List<String> rules,
      List<String> groupBy,
      Duration within,
      Condition condition,
      List<String> fields,
      double percent,
      CorrelationOptions.Builder options) {
    CorrelationRule correlation =
        new CorrelationRule(
            metadata,
            type,
            rules,
            groupBy,
            Map.of(),
            within,
            condition,
            fields,
            percent,
            false,
            options.build(),
            rule.position());
    if (type.tellsRulesApart() && correlation.references().size() > MOST_STEPS) {
      rule.value(
          "config",
          "has " + correlation.references().size() + " conditions",
          "at most " + MOST_STEPS + " are possible");
    }
    correlation
        .options()
        .withoutMeaning(type)
        .ifPresent(
            remedy -> rule.value("config", "says about telling again what has no meaning", remedy));
    List<Rule> all = new ArrayList<>(parts);
    all.add(correlation);
    return all;
  }

  private DetectionRule detection(Metadata metadata, Predicate condition, Optional<Quota> quota) {
    return new DetectionRule(metadata, LogSource.any(), List.of(condition), quota, rule.position());
  }

  private Predicate condition(JsonObject condition, String name, Optional<String> regex) {
    String field = field(condition, "field", condition.needText("field"));
    boolean cased = condition.truth("case_sensitive", true);
    List<Predicate> choices = new ArrayList<>();
    for (String value : condition.values("value")) {
      checkSeverity(condition, field, cased, value);
      choices.add(new Predicate.Field(field, new Test.Text(Glob.exactly(value), cased)));
    }
    regex.ifPresent(
        pattern ->
            choices.add(
                new Predicate.Field(
                    field,
                    new Test.Regex(
                        pattern, cased ? Set.of() : Set.of(Test.RegexFlag.IGNORE_CASE)))));
    Predicate any = choices.size() == 1 ? choices.get(0) : new Predicate.Any(choices);
    Predicate predicate = new Predicate.Selection(name, any);
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

  /** A severity that no record can have would be waited for without end. */
  private static void checkSeverity(
      JsonObject condition, String field, boolean cased, String value) {
    String word = cased ? value : value.toLowerCase(Locale.ROOT);
    if (field.equals("@severity") && !SEVERITIES.contains(word)) {
      condition.value(
          "value",
          "is no severity: " + Problem.quoted(value),
          "it is one of " + String.join(", ", SEVERITIES));
    }
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
          "it is raw, source, sender, severity, or parsed. and a name");
    }
    return name;
  }

  private List<String> groupBy(JsonObject config) {
    return fields(config, "group_by");
  }

  private List<String> fields(JsonObject config, String key) {
    return config.values(key).stream().map(name -> field(config, key, name)).distinct().toList();
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
