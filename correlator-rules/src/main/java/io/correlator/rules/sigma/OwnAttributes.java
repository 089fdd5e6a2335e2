package io.correlator.rules.sigma;

import io.correlator.api.config.NearestName;
import io.correlator.api.state.AbsenceSpec.Pending;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.Condition;
import io.correlator.api.state.OperatorOptions;
import io.correlator.api.state.Quota;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.SequenceSpec.Ties;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationOptions.Forbidden;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.problem.Position;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what Sigma has no words for in a correlation: the map {@code correlator} of its document,
 * which other tools leave alone. For one thread.
 */
final class OwnAttributes {
  /** What this map holds for others to read. */
  private static final List<String> NOT_OURS = List.of("tests");

  private static final List<String> ALWAYS =
      List.of("rearm", "suppress", "max-open", "quota", "max-keys");
  private static final List<String> SEQUENCE = List.of("forbidden", "until", "ties");
  private static final List<String> TEMPORAL = List.of("forbidden", "lookback");
  private static final List<String> SEQUENCE_WITH_NOT = List.of("lookback");
  private static final List<String> COUNT = List.of("absence", "heartbeat", "clear");
  private static final List<String> AGGREGATE = List.of("min-count");
  private static final int MOST_COUNTED = 65_535;

  private final Entries own;
  private final List<String> rules;
  private final List<String> groupBy;
  private final Problems problems;
  private CorrelationRule.Type type;
  private Condition condition;

  private OwnAttributes(
      Entries own,
      CorrelationRule.Type type,
      List<String> rules,
      List<String> groupBy,
      Condition condition,
      Problems problems) {
    this.own = own;
    this.type = type;
    this.rules = rules;
    this.groupBy = groupBy;
    this.condition = condition;
    this.problems = problems;
  }

  /**
   * The attributes of a document.
   *
   * @param type what the correlation is without them
   * @param condition what its condition is without them
   */
  static OwnAttributes of(
      Entries document,
      CorrelationRule.Type type,
      List<String> rules,
      List<String> groupBy,
      Condition condition,
      Problems problems) {
    Optional<YamlNode> node = document.get(MetadataReader.OWN);
    Entries none = new Entries(document.position(), List.of());
    Entries own = node.isPresent() && node.get() instanceof Entries entries ? entries : none;
    OwnAttributes attributes = new OwnAttributes(own, type, rules, groupBy, condition, problems);
    node.filter(other -> !(other instanceof Entries))
        .ifPresent(other -> attributes.shape(MetadataReader.OWN, other, "a map"));
    return attributes;
  }

  /** What the correlation is with them. To be asked when they were read. */
  CorrelationRule.Type type() {
    return type;
  }

  /** What its condition is with them. To be asked when they were read. */
  Condition condition() {
    return condition;
  }

  CorrelationOptions.Builder read() {
    List<String> known = new ArrayList<>(ALWAYS);
    switch (type) {
      case TEMPORAL_ORDERED -> {
        known.addAll(SEQUENCE);
        known.addAll(SEQUENCE_WITH_NOT);
      }
      case TEMPORAL -> known.addAll(TEMPORAL);
      case EVENT_COUNT -> known.addAll(COUNT);
      case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> known.addAll(AGGREGATE);
      default -> {}
    }
    known.addAll(NOT_OURS);
    allow(own, known);
    CorrelationOptions.Builder options = CorrelationOptions.builder().operator(operator());
    timespan(own, "lookback").ifPresent(options::lookback);
    whole(own, "min-count", 1, AggregateSpec.DEFAULT_MAX_VALUES).ifPresent(options::minCount);
    chosen(own, "ties", Ties.values()).ifPresent(options::ties);
    options.forbidden(forbidden()).until(texts(own, "until"));
    if (COUNT.stream().filter(key -> own.get(key).isPresent()).count() > 1) {
      error(
          ProblemId.CORRELATION_SHAPE,
          own,
          "more than one of " + String.join(", ", COUNT),
          "choose one");
      return options;
    }
    map("absence").ifPresent(absence -> absence(absence, options));
    map("heartbeat").ifPresent(heartbeat -> heartbeat(heartbeat, options));
    map("clear").ifPresent(clear -> clear(clear, options));
    return options;
  }

  private OperatorOptions operator() {
    OperatorOptions options = OperatorOptions.defaults();
    Rearm rearm =
        chosen(own, "rearm", Rearm.Policy.values())
            .map(
                policy ->
                    switch (policy) {
                      case ONCE -> Rearm.once();
                      case EXTEND -> Rearm.extend();
                      case RESET -> Rearm.reset();
                      case EVERY -> Rearm.every();
                    })
            .orElse(Rearm.once());
    rearm = timespan(own, "suppress").map(rearm::suppress).orElse(rearm);
    rearm = timespan(own, "max-open").map(rearm::maxOpen).orElse(rearm);
    rearm = quota(rearm);
    Optional<Integer> maxKeys = whole(own, "max-keys", 1, OperatorOptions.MOST_KEYS);
    return options.rearm(rearm).maxKeys(maxKeys.orElse(options.maxKeys()));
  }

  private Rearm quota(Rearm rearm) {
    Optional<Scalar> text = scalar(own, "quota");
    if (text.isEmpty()) {
      return rearm;
    }
    Optional<Quota> quota = QuotaText.of(text.get().text());
    if (quota.isEmpty()) {
      error(
          ProblemId.CORRELATION_VALUE,
          text.get(),
          "the quota is " + Problem.quoted(text.get().text()),
          QuotaText.REMEDY);
      return rearm;
    }
    return rearm.quota(quota.get().firings(), quota.get().window());
  }

  private List<Forbidden> forbidden() {
    List<Forbidden> forbidden = new ArrayList<>();
    for (YamlNode node : nodes(own, "forbidden")) {
      if (node instanceof Scalar rule && !rule.isNull()) {
        forbidden.addAll(everywhere(rule.text()));
      } else if (node instanceof Entries entries && type == CorrelationRule.Type.TEMPORAL_ORDERED) {
        allow(entries, List.of("rule", "after"));
        Optional<Scalar> rule = scalar(entries, "rule");
        Optional<Scalar> after = scalar(entries, "after");
        if (rule.isEmpty()) {
          shape("forbidden", entries, "a map with 'rule', and perhaps 'after',");
        } else if (after.isEmpty()) {
          forbidden.addAll(everywhere(rule.get().text()));
        } else {
          step(after.get())
              .ifPresent(step -> forbidden.add(new Forbidden(rule.get().text(), step)));
        }
      } else {
        shape("forbidden", node, "the name of a rule");
      }
    }
    return forbidden;
  }

  /** In a sequence, between any two steps. */
  private List<Forbidden> everywhere(String rule) {
    if (type != CorrelationRule.Type.TEMPORAL_ORDERED) {
      return List.of(new Forbidden(rule, 0));
    }
    List<Forbidden> gaps = new ArrayList<>();
    for (int step = 0; step < rules.size() - 1; step++) {
      gaps.add(new Forbidden(rule, step));
    }
    return gaps;
  }

  /** A step by its rule or its number from 1. */
  private Optional<Integer> step(Scalar after) {
    int last = rules.size() - 1;
    int step = rules.indexOf(after.text());
    if (step < 0 && after.text().matches("[1-9]\\d?")) {
      step = Integer.parseInt(after.text()) - 1;
    } else if (step >= 0 && rules.lastIndexOf(after.text()) != step) {
      step = -1;
    }
    if (step < 0 || step >= last) {
      error(
          ProblemId.CORRELATION_VALUE,
          after,
          "'after' is " + Problem.quoted(after.text()),
          "write which step it is, by its rule if that is one step only, or by its number from 1 to "
              + last);
      return Optional.empty();
    }
    return Optional.of(step);
  }

  private void absence(Entries absence, CorrelationOptions.Builder options) {
    allow(absence, List.of("expected", "pending"));
    List<String> expected = texts(absence, "expected");
    if (expected.isEmpty()) {
      error(
          ProblemId.CORRELATION_SHAPE,
          absence,
          "'expected' is missing",
          "name the rules of which one must match in time");
    }
    options.expected(expected);
    chosen(absence, "pending", Pending.values()).ifPresent(options::pending);
    if (!(condition.isMonotone() && condition.test(1))) {
      contradicts("an absence begins with each event: write condition: {gte: 1}");
    }
    type = CorrelationRule.Type.ABSENCE;
    condition = Condition.lessThan(1);
  }

  private void heartbeat(Entries heartbeat, CorrelationOptions.Builder options) {
    allow(heartbeat, List.of("expect"));
    List<List<String>> listed = new ArrayList<>();
    for (YamlNode node : nodes(heartbeat, "expect")) {
      if (node instanceof Scalar scalar && !scalar.isNull()) {
        listed.add(List.of(scalar.text()));
      } else if (node instanceof Items items
          && items.nodes().stream().allMatch(each -> each instanceof Scalar s && !s.isNull())) {
        listed.add(items.nodes().stream().map(each -> ((Scalar) each).text()).toList());
      } else {
        shape("expect", node, "a text, or a list with a text for each field of group-by,");
      }
    }
    if (listed.stream().anyMatch(key -> key.size() != groupBy.size())) {
      error(
          ProblemId.CORRELATION_SHAPE,
          heartbeat,
          "'expect' has a key with another number of values than 'group-by' has fields",
          "give one for each of " + groupBy.size());
    }
    options.listed(listed);
    if (condition.test(1) || !condition.test(0)) {
      contradicts("a heartbeat is missed if there is none: write condition: {lt: 1}");
    }
    type = CorrelationRule.Type.HEARTBEAT;
    condition = Condition.lessThan(1);
  }

  private void clear(Entries clear, CorrelationOptions.Builder options) {
    allow(clear, List.of("lte", "timespan"));
    if (!condition.isMonotone()) {
      contradicts("an alarm is raised by many events: write condition: {gte: ...}");
      return;
    }
    int most = (int) Math.min(condition.reach(), MOST_COUNTED) - 1;
    Optional<Integer> count = whole(clear, "lte", 0, most);
    Optional<Duration> window = timespan(clear, "timespan");
    if (clear.get("lte").isEmpty() || clear.get("timespan").isEmpty()) {
      error(
          ProblemId.CORRELATION_SHAPE,
          clear,
          "'clear' needs 'lte' and 'timespan'",
          "write at how many events in which time it is cleared, such as {lte: 2, timespan: 5m}");
    }
    type = CorrelationRule.Type.ALARM;
    if (count.isPresent() && window.isPresent()) {
      options.clear(count.get(), window.get());
    }
  }

  private void contradicts(String remedy) {
    error(
        ProblemId.CORRELATION_CONDITION,
        own,
        "the condition of the correlation means something else",
        remedy);
  }

  // What the nodes are.

  private void allow(Entries entries, List<String> keys) {
    for (Entry entry : entries.entries()) {
      if (!keys.contains(entry.name())) {
        problems.add(
            ProblemId.CORRELATION_UNKNOWN_KEY,
            entry.key().position(),
            "unknown key %s for a correlation of type %s"
                .formatted(Problem.quoted(entry.name()), type.name().toLowerCase(Locale.ROOT)),
            (entry.name().length() > 64
                    ? Optional.<String>empty()
                    : NearestName.of(entry.name(), keys))
                .map("did you mean '%s'?"::formatted)
                .orElse("one of " + String.join(", ", keys) + " is possible"));
      }
    }
  }

  private Optional<Entries> map(String key) {
    Optional<YamlNode> node = own.get(key);
    node.filter(other -> !(other instanceof Entries))
        .ifPresent(other -> shape(key, other, "a map"));
    return node.filter(Entries.class::isInstance).map(Entries.class::cast);
  }

  private Optional<Scalar> scalar(Entries entries, String key) {
    Optional<YamlNode> node = entries.get(key);
    node.filter(other -> !(other instanceof Scalar scalar) || scalar.isNull())
        .ifPresent(other -> shape(key, other, "a text"));
    return node.filter(each -> each instanceof Scalar scalar && !scalar.isNull())
        .map(Scalar.class::cast);
  }

  private static List<YamlNode> nodes(Entries entries, String key) {
    Optional<YamlNode> node = entries.get(key);
    return node.isPresent() && node.get() instanceof Items items
        ? items.nodes()
        : node.stream().toList();
  }

  private List<String> texts(Entries entries, String key) {
    List<String> texts = new ArrayList<>();
    for (YamlNode each : nodes(entries, key)) {
      if (each instanceof Scalar scalar && !scalar.isNull()) {
        texts.add(scalar.text());
      } else {
        shape(key, each, "a text, or a list of texts,");
      }
    }
    return texts;
  }

  private Optional<Duration> timespan(Entries entries, String key) {
    Optional<Scalar> text = scalar(entries, key);
    Optional<Duration> timespan = text.map(Scalar::text).flatMap(Timespan::of);
    if (text.isPresent() && timespan.isEmpty()) {
      error(
          ProblemId.CORRELATION_VALUE,
          text.get(),
          "'%s' is %s".formatted(key, Problem.quoted(text.get().text())),
          Timespan.REMEDY);
    }
    return timespan;
  }

  private Optional<Integer> whole(Entries entries, String key, int least, int most) {
    Optional<Scalar> text = scalar(entries, key);
    Optional<Integer> number =
        text.map(Scalar::text)
            .filter(digits -> digits.matches("\\d{1,9}"))
            .map(Integer::valueOf)
            .filter(value -> value >= least && value <= most);
    if (text.isPresent() && number.isEmpty()) {
      error(
          ProblemId.CORRELATION_VALUE,
          text.get(),
          "'%s' is %s".formatted(key, Problem.quoted(text.get().text())),
          "a whole number of %d to %d is needed".formatted(least, most));
    }
    return number;
  }

  private <E extends Enum<E>> Optional<E> chosen(Entries entries, String key, E[] values) {
    Optional<Scalar> text = scalar(entries, key);
    Optional<E> chosen =
        text.flatMap(
            given ->
                Arrays.stream(values)
                    .filter(value -> written(value).equals(given.text()))
                    .findFirst());
    if (text.isPresent() && chosen.isEmpty()) {
      error(
          ProblemId.CORRELATION_VALUE,
          text.get(),
          "'%s' cannot be %s".formatted(key, Problem.quoted(text.get().text())),
          "it is one of "
              + String.join(", ", Arrays.stream(values).map(OwnAttributes::written).toList()));
    }
    return chosen;
  }

  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void shape(String key, YamlNode node, String needed) {
    error(
        ProblemId.CORRELATION_SHAPE,
        node,
        "%s is %s".formatted(Problem.quoted(key), node.kind()),
        needed + " is needed");
  }

  private void error(ProblemId id, YamlNode node, String message, String remedy) {
    Position position = node.position();
    problems.add(id, position, message, remedy);
  }
}
