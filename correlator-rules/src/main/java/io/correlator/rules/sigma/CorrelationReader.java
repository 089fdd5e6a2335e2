package io.correlator.rules.sigma;

import io.correlator.api.config.NearestName;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.Combination;
import io.correlator.api.state.Condition;
import io.correlator.api.state.Condition.Bound;
import io.correlator.api.state.Condition.Comparison;
import io.correlator.api.state.SequenceSpec;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads correlations as Sigma writes them. What the rules that they name are is not looked at here.
 * For one thread.
 */
public final class CorrelationReader {
  private static final List<String> KEYS =
      List.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate");
  private static final List<String> TYPES =
      List.of(
          "event_count",
          "value_count",
          "value_sum",
          "value_avg",
          "value_percentile",
          "value_median",
          "temporal",
          "temporal_ordered");
  private static final Map<String, Comparison> OPERATORS =
      Map.of(
          "gte", Comparison.AT_LEAST,
          "gt", Comparison.MORE_THAN,
          "lte", Comparison.AT_MOST,
          "lt", Comparison.LESS_THAN,
          "eq", Comparison.EQUAL_TO,
          "neq", Comparison.NOT_EQUAL_TO);
  private static final int MOST_COUNTED = CorrelationRule.MOST_COUNTED;
  private static final int MOST_STEPS = CorrelationRule.MOST_RULES;
  private static final int MOST_ORDERED_STEPS = 16;

  private final Entries document;
  private final Problems problems;

  private CorrelationReader(Entries document, Problems problems) {
    this.document = document;
    this.problems = problems;
  }

  /** Reads a document with a correlation. Nothing if it has an error, which is noted. */
  public static Optional<CorrelationRule> read(Entries document, Problems problems) {
    int errors = problems.errors();
    Optional<CorrelationRule> rule = new CorrelationReader(document, problems).read();
    return problems.errors() == errors ? rule : Optional.empty();
  }

  private Optional<CorrelationRule> read() {
    Metadata metadata = MetadataReader.read(document, problems);
    if (!(document.get("correlation").orElse(document) instanceof Entries correlation)) {
      return Optional.empty();
    }
    for (Entry entry : correlation.entries()) {
      if (!KEYS.contains(entry.name())) {
        error(
            ProblemId.CORRELATION_UNKNOWN_KEY,
            entry.key(),
            "unknown key " + Problem.quoted(entry.name()),
            hint(entry.name(), KEYS));
      }
    }
    String typeName = text(correlation, "type").orElse("");
    Optional<CorrelationRule.Type> type = type(correlation, typeName);
    List<String> rules = need(correlation, "rules");
    List<String> groupBy = texts(correlation, "group-by");
    Duration timespan = timespan(correlation);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Optional<Entries> condition = condition(correlation, type.get());
    Condition bounds = bounds(condition, type.get(), rules);
    OwnAttributes own = OwnAttributes.of(document, type.get(), rules, groupBy, bounds, problems);
    CorrelationOptions options =
        own.read().combinations(combinations(correlation, type.get(), rules, bounds)).build();
    checkOptions(correlation, type.get(), options);
    condition.ifPresent(given -> checkPossible(own.type(), own.condition(), rules.size(), given));
    options
        .withoutMeaning(own.type())
        .ifPresent(
            remedy ->
                error(
                    ProblemId.CORRELATION_VALUE,
                    document.get(MetadataReader.OWN).orElse(document),
                    "what it says about telling again has no meaning",
                    remedy));
    CorrelationRule rule =
        new CorrelationRule(
            metadata,
            own.type(),
            rules,
            groupBy,
            aliases(correlation, named(rules, options)),
            timespan,
            own.condition(),
            fields(condition, type.get()),
            typeName.equals("value_median") ? 50 : percent(condition, type.get()),
            generate(correlation),
            options,
            document.position());
    limitSteps(correlation, rule);
    return Optional.of(rule);
  }

  /** All rules that the correlation names, each once. */
  private static List<String> named(List<String> rules, CorrelationOptions options) {
    Set<String> named = new LinkedHashSet<>(rules);
    named.addAll(options.expected());
    options.forbidden().forEach(forbidden -> named.add(forbidden.rule()));
    named.addAll(options.until());
    return List.copyOf(named);
  }

  /** Whether what is said beside a condition that names rules has a meaning there. */
  private void checkOptions(
      Entries correlation, CorrelationRule.Type type, CorrelationOptions options) {
    boolean negates = options.combinations().stream().anyMatch(each -> each.none() != 0);
    boolean forbids = negates || !options.forbidden().isEmpty();
    YamlNode where = correlation.get("condition").orElse(correlation);
    if (!options.lookback().isZero() && !forbids) {
      error(
          ProblemId.CORRELATION_CONDITION,
          where,
          "there is a lookback, but nothing that must not match",
          "say what by 'and not' in the condition, or leave the lookback out");
    }
    boolean steps =
        !options.forbidden().isEmpty()
            || !options.until().isEmpty()
            || options.ties() != SequenceSpec.Ties.BY_ORDER;
    if (type == CorrelationRule.Type.TEMPORAL_ORDERED && negates && steps) {
      error(
          ProblemId.CORRELATION_CONDITION,
          where,
          "a condition with 'not' is decided at the end of a window",
          "leave out forbidden, until and ties, or the 'not'");
    }
    if (type == CorrelationRule.Type.TEMPORAL_ORDERED
        && !negates
        && !options.lookback().isZero()
        && forbids) {
      error(
          ProblemId.CORRELATION_CONDITION,
          where,
          "what is forbidden between steps is not looked for before them",
          "leave the lookback out, or say 'and not' in the condition");
    }
  }

  private Optional<CorrelationRule.Type> type(Entries correlation, String name) {
    if (name.equals("value_median")) {
      return Optional.of(CorrelationRule.Type.VALUE_PERCENTILE);
    }
    if (TYPES.contains(name)) {
      return Optional.of(CorrelationRule.Type.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    YamlNode where = correlation.get("type").orElse(correlation);
    error(
        ProblemId.CORRELATION_VALUE,
        where,
        name.isEmpty() ? "'type' is missing" : "unknown type " + Problem.quoted(name),
        hint(name, TYPES));
    return Optional.empty();
  }

  private static String hint(String name, List<String> names) {
    return (name.isEmpty() || name.length() > 64
            ? Optional.<String>empty()
            : NearestName.of(name, names))
        .map("did you mean '%s'?"::formatted)
        .orElse("one of " + String.join(", ", names) + " is needed");
  }

  private void limitSteps(Entries correlation, CorrelationRule rule) {
    boolean ordered = rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED;
    int steps = rule.rules().size();
    int named = rule.references().size();
    if (rule.type().tellsRulesApart()
        && (named > MOST_STEPS || (ordered && steps > MOST_ORDERED_STEPS))) {
      error(
          ProblemId.CORRELATION_VALUE,
          correlation.get("rules").orElse(correlation),
          "%d rules, and %d that it names otherwise".formatted(steps, named - steps),
          "at most %d are possible for this type, %d of them in order"
              .formatted(MOST_STEPS, MOST_ORDERED_STEPS));
    }
  }

  private Duration timespan(Entries correlation) {
    String text = text(correlation, "timespan").orElse("");
    Optional<Duration> timespan = Timespan.of(text);
    if (timespan.isPresent()) {
      return timespan.get();
    }
    error(
        ProblemId.CORRELATION_VALUE,
        correlation.get("timespan").orElse(correlation),
        text.isEmpty() ? "'timespan' is missing" : "the timespan is " + Problem.quoted(text),
        Timespan.REMEDY);
    return Duration.ofSeconds(1);
  }

  private Optional<Entries> condition(Entries correlation, CorrelationRule.Type type) {
    Optional<YamlNode> node = correlation.get("condition");
    if (node.isEmpty()) {
      if (!type.isTemporal()) {
        error(
            ProblemId.CORRELATION_SHAPE,
            correlation,
            "'condition' is missing",
            "say how many, such as gte: 10");
      }
      return Optional.empty();
    }
    if (node.get() instanceof Entries condition) {
      return Optional.of(condition);
    }
    if (!(type.isTemporal() && node.get() instanceof Scalar scalar && !scalar.isNull())) {
      error(
          ProblemId.CORRELATION_SHAPE,
          node.get(),
          "'condition' is " + node.get().kind(),
          type.isTemporal()
              ? "write a map, such as gte: 2, or name rules, such as a and not b"
              : "write a map, such as gte: 2");
    }
    return Optional.empty();
  }

  /** Which rules must match together, if a number of them does not say it. */
  private List<Combination> combinations(
      Entries correlation, CorrelationRule.Type type, List<String> rules, Condition bounds) {
    if (!type.isTemporal() || rules.size() > MOST_STEPS) {
      return List.of();
    }
    boolean ordered = type == CorrelationRule.Type.TEMPORAL_ORDERED;
    Optional<YamlNode> node = correlation.get("condition");
    if (node.isPresent() && node.get() instanceof Scalar scalar) {
      return RuleFormula.read(
          scalar,
          rules,
          ordered ? RuleFormula.MOST_FORMS : CoincidenceSpec.MOST_COMBINATIONS,
          problems);
    }
    if (node.isEmpty() || !(node.get() instanceof Entries condition)) {
      return List.of();
    }
    int needed = (int) Math.min(bounds.reach(), Integer.MAX_VALUE);
    if (bounds.isMonotone() && needed > rules.size()) {
      error(
          ProblemId.CORRELATION_VALUE,
          condition,
          "there are only %d rules".formatted(rules.size()),
          "ask for that many, or fewer");
    }
    boolean all = bounds.isMonotone() && needed >= rules.size();
    if (!ordered || all) {
      return List.of();
    }
    if (!bounds.isMonotone()) {
      error(
          ProblemId.CORRELATION_CONDITION,
          condition,
          "that few of the rules match in order cannot be told",
          "write gte and a number, or name the rules, such as a and not b");
      return List.of();
    }
    List<Combination> combinations = new ArrayList<>();
    choose(rules.size(), needed, 0, 0, combinations);
    if (combinations.size() > RuleFormula.MOST_FORMS) {
      error(
          ProblemId.CORRELATION_VALUE,
          condition,
          "there are too many ways to choose %d of %d rules".formatted(needed, rules.size()),
          "at most " + RuleFormula.MOST_FORMS + " are possible: make several correlations of it");
      return List.of();
    }
    return combinations;
  }

  private static void choose(
      int of, int needed, int from, long chosen, List<Combination> combinations) {
    if (needed == 0) {
      combinations.add(new Combination(chosen, 0));
      return;
    }
    for (int i = from; i <= of - needed && combinations.size() <= RuleFormula.MOST_FORMS; i++) {
      choose(of, needed - 1, i + 1, chosen | 1L << i, combinations);
    }
  }

  private Condition bounds(
      Optional<Entries> condition, CorrelationRule.Type type, List<String> rules) {
    List<Bound> bounds = new ArrayList<>();
    for (Entry entry : condition.map(Entries::entries).orElse(List.of())) {
      Comparison comparison = OPERATORS.get(entry.name());
      if (comparison != null) {
        number(entry).ifPresent(number -> bounds.add(new Bound(comparison, number)));
      } else if (!(entry.name().equals("field") || entry.name().equals("percentile"))) {
        error(
            ProblemId.CORRELATION_UNKNOWN_KEY,
            entry.key(),
            "unknown operator " + Problem.quoted(entry.name()),
            "it is one of gte, gt, lte, lt, eq, neq");
      }
    }
    if (bounds.isEmpty()) {
      condition
          .filter(entries -> problems.errors() == 0 || entries.entries().isEmpty())
          .ifPresent(
              entries ->
                  error(
                      ProblemId.CORRELATION_SHAPE,
                      entries,
                      "the condition compares with nothing",
                      "say how many, such as gte: 10"));
      return Condition.atLeast(Math.max(1, rules.size()));
    }
    Condition all = new Condition(bounds);
    boolean counted =
        type == CorrelationRule.Type.EVENT_COUNT || type == CorrelationRule.Type.VALUE_COUNT;
    if (counted && all.reach() > MOST_COUNTED) {
      error(
          ProblemId.CORRELATION_VALUE,
          condition.get(),
          "the condition counts too far",
          "at most " + MOST_COUNTED + " is possible");
    }
    return all;
  }

  /** A rule that cannot fire looks like one to which nothing happens. */
  private void checkPossible(
      CorrelationRule.Type type, Condition condition, int rules, Entries given) {
    boolean counts = !type.hasValue() || type == CorrelationRule.Type.VALUE_COUNT;
    boolean told = type.isTemporal() && condition.isMonotone();
    if (!told && !type.canBe(condition, rules)) {
      error(
          ProblemId.CORRELATION_VALUE,
          given,
          counts
              ? "no count is like that, since counting begins with one"
              : "no number is like that",
          counts
              ? "compare with other numbers; what does not come at all is a heartbeat or an absence"
              : "compare with numbers that leave something between them");
    }
  }

  private Optional<Double> number(Entry entry) {
    if (entry.value() instanceof Scalar scalar && scalar.text().length() <= 64) {
      try {
        double number = Double.parseDouble(scalar.text());
        if (Double.isFinite(number)) {
          return Optional.of(number);
        }
      } catch (NumberFormatException e) {
        // Told below.
      }
    }
    error(
        ProblemId.CORRELATION_VALUE,
        entry.value(),
        "'%s' is no number".formatted(entry.name()),
        "a number is needed");
    return Optional.empty();
  }

  private List<String> fields(Optional<Entries> condition, CorrelationRule.Type type) {
    List<String> fields = condition.map(entries -> texts(entries, "field")).orElse(List.of());
    if (type.hasValue() == fields.isEmpty() && condition.isPresent()) {
      error(
          ProblemId.CORRELATION_SHAPE,
          condition.get(),
          fields.isEmpty() ? "'field' is missing" : "this type has no 'field'",
          fields.isEmpty() ? "say whose values are meant" : "leave it out");
    }
    if (fields.size() > 1 && type != CorrelationRule.Type.VALUE_COUNT) {
      error(
          ProblemId.CORRELATION_SHAPE,
          condition.get(),
          "'field' has " + fields.size() + " elements",
          "one field is needed");
    }
    return fields;
  }

  private double percent(Optional<Entries> condition, CorrelationRule.Type type) {
    Optional<Entry> entry =
        condition.flatMap(
            entries ->
                entries.entries().stream().filter(e -> e.name().equals("percentile")).findFirst());
    if (type != CorrelationRule.Type.VALUE_PERCENTILE) {
      entry.ifPresent(
          given ->
              error(
                  ProblemId.CORRELATION_UNKNOWN_KEY,
                  given.key(),
                  "this type has no percentile",
                  "leave it out"));
      return 0;
    }
    if (entry.isEmpty() && condition.isPresent()) {
      problems.add(
          ProblemId.CORRELATION_PERCENTILE,
          condition.get().position(),
          "it does not say which percentile",
          "the median is taken; write percentile: and a number of 0 to 100");
      return 50;
    }
    Optional<Double> percent = entry.flatMap(this::number);
    if (percent.isEmpty() || percent.get() < 0 || percent.get() > 100) {
      error(
          ProblemId.CORRELATION_VALUE,
          document,
          "the percentile is missing or impossible",
          "write percentile: and a number of 0 to 100");
      return 0;
    }
    return percent.get();
  }

  private Map<String, Map<String, String>> aliases(Entries correlation, List<String> rules) {
    Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
    Optional<YamlNode> node = correlation.get("aliases");
    node.filter(other -> !(other instanceof Entries))
        .ifPresent(other -> shape("aliases", other, "a map of aliases"));
    if (node.isPresent() && node.get() instanceof Entries entries) {
      for (Entry entry : entries.entries()) {
        aliases.put(entry.name(), alias(entry, rules));
      }
    }
    return aliases;
  }

  private Map<String, String> alias(Entry entry, List<String> rules) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (!(entry.value() instanceof Entries byRule)) {
      shape(entry.name(), entry.value(), "a map from rules to fields");
      return fields;
    }
    for (Entry each : byRule.entries()) {
      if (each.value() instanceof Scalar field && !field.isNull()) {
        fields.put(each.name(), field.text());
      } else {
        shape(each.name(), each.value(), "the name of a field");
      }
    }
    for (String rule : rules) {
      if (!fields.containsKey(rule)) {
        error(
            ProblemId.CORRELATION_SHAPE,
            byRule,
            "the alias %s has no field for the rule %s"
                .formatted(Problem.quoted(entry.name()), Problem.quoted(rule)),
            "give one for each rule, under the name by which the correlation has it");
      }
    }
    return fields;
  }

  private boolean generate(Entries correlation) {
    Optional<YamlNode> node = correlation.get("generate");
    if (node.isPresent() && node.get() instanceof Scalar scalar && scalar.truth().isPresent()) {
      return scalar.truth().get();
    }
    node.ifPresent(other -> shape("generate", other, "true or false"));
    return false;
  }

  private List<String> need(Entries entries, String key) {
    List<String> texts = texts(entries, key);
    if (texts.isEmpty()) {
      error(
          ProblemId.CORRELATION_SHAPE,
          entries.get(key).orElse(entries),
          "'%s' is missing or empty".formatted(key),
          "name at least one");
    }
    return texts;
  }

  private Optional<String> text(Entries entries, String key) {
    Optional<YamlNode> node = entries.get(key);
    node.filter(other -> !(other instanceof Scalar))
        .ifPresent(other -> shape(key, other, "a text"));
    return node.filter(Scalar.class::isInstance).map(scalar -> ((Scalar) scalar).text());
  }

  private List<String> texts(Entries entries, String key) {
    Optional<YamlNode> node = entries.get(key);
    List<YamlNode> nodes =
        node.isPresent() && node.get() instanceof Items items
            ? items.nodes()
            : node.stream().toList();
    List<String> texts = new ArrayList<>();
    for (YamlNode each : nodes) {
      if (each instanceof Scalar scalar && !scalar.isNull()) {
        texts.add(scalar.text());
      } else {
        shape(key, each, "a text, or a list of texts");
      }
    }
    return texts;
  }

  private void shape(String key, YamlNode node, String needed) {
    error(
        ProblemId.CORRELATION_SHAPE,
        node,
        "%s is %s".formatted(Problem.quoted(key), node.kind()),
        needed + " is needed");
  }

  private void error(ProblemId id, YamlNode node, String message, String remedy) {
    problems.add(id, node.position(), message, remedy);
  }
}
