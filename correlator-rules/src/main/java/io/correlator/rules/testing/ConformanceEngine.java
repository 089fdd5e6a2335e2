package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordFormat;
import io.correlator.rules.Alert;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** This library as an engine that answers the questions of the conformance suite. One thread. */
public final class ConformanceEngine {
  /** Every event belongs to one log source, so that no case is about mappings. */
  private static final Mapping MAPPING = mapping();

  private final RuleBench.Factory benches;
  private final Map<String, RecordFormat> formats;

  private ConformanceEngine(RuleBench.Factory benches, Map<String, RecordFormat> formats) {
    this.benches = requireNonNull(benches, "benches");
    this.formats = Map.copyOf(formats);
  }

  /**
   * The rules on an engine.
   *
   * @param formats {@code json} and {@code plain} by name
   */
  public static ConformanceEngine on(RuleBench.Factory benches, Map<String, RecordFormat> formats) {
    return new ConformanceEngine(benches, formats);
  }

  private static Mapping mapping() {
    String text = "log-sources: [{category: test, product: test, service: test, when: {raw: '*'}}]";
    return Mapping.read("conformance.yml", text, new Problems()).orElseThrow();
  }

  /** The answer to a question. */
  public ConformanceAnswer answer(ConformanceCase question) {
    RuleSet rules = Rules.parse(MAPPING, texts(question.node()));
    Set<String> refused =
        rules.problems().stream()
            .filter(Problem::isError)
            .map(problem -> problem.id().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!refused.isEmpty()) {
      return new ConformanceAnswer(List.of(), Optional.empty(), refused, "");
    }
    List<String> ids = new ArrayList<>();
    RuleBench bench = run(question.node(), rules, ids);
    List<ConformanceAnswer.Found> found =
        bench.events().stream()
            .filter(Alert.class::isInstance)
            .map(event -> found((Alert) event, ids))
            .toList();
    List<ConformanceAnswer.Closed> closed =
        bench.events().stream()
            .filter(event -> event.type().equals("AlertClosed"))
            .map(ConformanceEngine::closed)
            .toList();
    return new ConformanceAnswer(found, Optional.of(closed), Set.of(), "");
  }

  private static Map<String, String> texts(Entries node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.get("sigma")
        .ifPresent(
            documents ->
                texts.put(
                    "sigma.yml",
                    nodes(documents).stream()
                        .map(JsonLine::of)
                        .collect(Collectors.joining("\n---\n"))));
    node.get("yaml").ifPresent(text -> texts.put("yaml.yml", text(text)));
    node.get("json").ifPresent(rules -> texts.put("rules.json", JsonLine.of(rules)));
    return texts;
  }

  private RuleBench run(Entries node, RuleSet rules, List<String> ids) {
    Optional<Duration> lateness =
        node.get("lateness").map(value -> Duration.ofMillis(Long.parseLong(text(value))));
    RuleBench bench = benches.open(RulesModule.of(rules), lateness);
    RecordMaker maker = new RecordMaker(formats);
    Instant now = RuleTestCase.START;
    for (YamlNode each : node.get("events").map(ConformanceEngine::nodes).orElse(List.of())) {
      Entries event = (Entries) each;
      if (event.get("advance").isPresent()) {
        now = time(event, "advance");
        bench.advanceTo(now);
      } else {
        LogRecord record = maker.of(feed(event), now);
        now = record.timestamp().isAfter(now) ? record.timestamp() : now;
        ids.add(text(event.get("id").orElseThrow()));
        bench.feed(record);
      }
    }
    bench.finish();
    return bench;
  }

  private static Step.Feed feed(Entries event) {
    Optional<YamlNode> fields = event.get("fields");
    String line = fields.map(JsonLine::of).orElseGet(() -> text(event.get("line").orElseThrow()));
    return new Step.Feed(
        line,
        fields.isPresent() ? "json" : "plain",
        event.get("source").map(ConformanceEngine::text).orElse("test"),
        Optional.of(time(event, "time")));
  }

  private static Instant time(Entries event, String key) {
    return RuleTestCase.START.plusMillis(
        event.get(key).map(value -> Long.parseLong(text(value))).orElse(0L));
  }

  private static ConformanceAnswer.Found found(Alert alert, List<String> ids) {
    return new ConformanceAnswer.Found(
        alert.rule().key(),
        afterStart(alert.timestamp()),
        texts(alert.key()),
        alert.condition().isEmpty()
            ? Optional.empty()
            : Optional.of(BigDecimal.valueOf(alert.observed())),
        alert.evidence().stream().map(record -> ids.get((int) record.line() - 1)).toList());
  }

  private static ConformanceAnswer.Closed closed(Event event) {
    Fields fields = event.fields();
    Fields rule = (Fields) fields.get("rule").orElseThrow();
    return new ConformanceAnswer.Closed(
        rule.text("id").orElseThrow(),
        afterStart((Instant) fields.get("fired_at").orElseThrow()),
        afterStart(event.timestamp()),
        texts((Fields) fields.get("key").orElseThrow()),
        fields.number("suppressed").orElseThrow());
  }

  private static long afterStart(Instant time) {
    return Duration.between(RuleTestCase.START, time).toMillis();
  }

  private static Map<String, String> texts(Fields key) {
    Map<String, String> texts = new TreeMap<>();
    key.forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }

  private static List<YamlNode> nodes(YamlNode node) {
    return node instanceof Items items ? items.nodes() : List.of(node);
  }

  private static String text(YamlNode node) {
    return node instanceof Scalar scalar ? scalar.text() : JsonLine.of(node);
  }
}
