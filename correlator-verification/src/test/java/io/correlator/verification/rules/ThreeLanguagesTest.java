package io.correlator.verification.rules;

import static io.correlator.rules.dsl.RuleDsl.field;
import static io.correlator.rules.dsl.RuleDsl.rules;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.state.AbsenceSpec.Pending;
import io.correlator.api.state.Rearm;
import io.correlator.rules.Alert;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.dsl.CorrelationDraft;
import io.correlator.rules.dsl.RuleDsl;
import io.correlator.rules.dsl.SequenceDraft;
import io.correlator.rules.dsl.TogetherDraft;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.Level;
import io.correlator.rules.problem.Problems;
import io.correlator.sources.format.JsonFormat;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Any rule means the same in JSON, in Sigma and in Java: the same model, and the same alerts for
 * any records.
 */
final class ThreeLanguagesTest {
  private static final Mapping MAPPING =
      Mapping.read(
              "test",
              "{title: All, log-sources: [{product: test, when: {word|exists: true}}]}",
              new Problems())
          .orElseThrow();

  enum Kind {
    COUNT,
    DISTINCT,
    SUM,
    PERCENTILE,
    TOGETHER,
    NOT_ALL,
    SEQUENCE,
    ABSENCE,
    HEARTBEAT,
    ALARM
  }

  /** A rule about words, in no language yet. */
  record Meaning(
      Kind kind, List<String> words, int number, int seconds, boolean keyed, Rearm.Policy policy) {
    Rearm rearm() {
      if (kind == Kind.ALARM || kind == Kind.HEARTBEAT) {
        return Rearm.once();
      }
      return switch (policy) {
        case ONCE -> Rearm.once();
        case EXTEND -> Rearm.extend();
        case RESET -> Rearm.reset();
        case EVERY -> Rearm.every();
      };
    }

    String rearmName() {
      return rearm().policy().name().toLowerCase(Locale.ROOT);
    }

    // JSON

    private static String json(String word) {
      return "{\"field\": \"parsed.word\", \"value\": \"%s\"}".formatted(word);
    }

    private String jsonList() {
      return words.stream().map(Meaning::json).collect(joining(", ", "[", "]"));
    }

    String inJson() {
      String first = json(words.get(0));
      String window = ", \"window_seconds\": " + seconds;
      String within = ", \"within_seconds\": " + seconds;
      Map.Entry<String, String> typed =
          switch (kind) {
            case COUNT ->
                Map.entry(
                    "threshold", "\"condition\": " + first + ", \"count\": " + number + window);
            case DISTINCT ->
                Map.entry(
                    "threshold",
                    "\"distinct\": \"parsed.n\", \"condition\": %s, \"count\": %d%s"
                        .formatted(first, number, window));
            case SUM ->
                Map.entry(
                    "aggregate",
                    "\"function\": \"sum\", \"of\": \"parsed.n\", \"condition\": %s, \"at_least\":"
                            .formatted(first)
                        + number
                        + window);
            case PERCENTILE ->
                Map.entry(
                    "aggregate",
                    ("\"function\": \"percentile\", \"percent\": 90, \"min_count\": 2,"
                            + " \"of\": \"parsed.n\", \"condition\": %s, \"at_least\": %d%s")
                        .formatted(first, number, window));
            case TOGETHER -> Map.entry("correlation", "\"conditions\": " + jsonList() + within);
            case NOT_ALL ->
                Map.entry(
                    "correlation",
                    "\"conditions\": [%s], \"unless\": [%s]%s".formatted(first, json("x"), within));
            case SEQUENCE ->
                Map.entry(
                    "correlation",
                    "\"ordered\": true, \"until\": [%s], \"conditions\": %s%s"
                        .formatted(json("x"), jsonList(), within));
            case ABSENCE ->
                Map.entry(
                    "absence",
                    "\"pending\": \"restart\", \"condition\": %s, \"expected\": %s%s"
                        .formatted(first, json("x"), within));
            case HEARTBEAT -> Map.entry("heartbeat", "\"condition\": " + first + window);
            case ALARM ->
                Map.entry(
                    "alarm",
                    "\"condition\": %s, \"count\": %d, \"clear_count\": 0%s"
                        .formatted(first, number, window));
          };
      return """
      {"name": "it", "type": "%s", "severity": "critical",
       "config": {%s, "rearm": "%s"%s}}
      """
          .formatted(
              typed.getKey(),
              typed.getValue(),
              rearmName(),
              keyed ? ", \"group_by\": \"parsed.user\"" : "");
    }

    // Sigma

    String inSigma() {
      Set<String> all = new TreeSet<>(words);
      all.add("x");
      String detections =
          all.stream()
              .map(
                  word ->
                      """
                      title: is_%1$s
                      name: is_%1$s
                      logsource: {product: test}
                      detection: {s: {parsed.word|cased: %1$s}, condition: s}
                      ---
                      """
                          .formatted(word))
              .collect(joining());
      String first = "is_" + words.get(0);
      String list = words.stream().map(word -> "is_" + word).collect(joining(", ", "[", "]"));
      String own =
          switch (kind) {
            case PERCENTILE -> ", min-count: 2";
            case SEQUENCE -> ", until: is_x";
            case ABSENCE -> ", absence: {expected: [is_x], pending: restart}";
            case HEARTBEAT -> ", heartbeat: {}";
            case ALARM -> ", clear: {lte: 0, timespan: " + seconds + "s}";
            default -> "";
          };
      String typed =
          switch (kind) {
            case COUNT, ALARM ->
                "type: event_count, rules: %s, condition: {gte: %d}".formatted(first, number);
            case DISTINCT ->
                "type: value_count, rules: %s, condition: {gte: %d, field: parsed.n}"
                    .formatted(first, number);
            case SUM ->
                "type: value_sum, rules: %s, condition: {gte: %d, field: parsed.n}"
                    .formatted(first, number);
            case PERCENTILE ->
                ("type: value_percentile, rules: %s,"
                        + " condition: {gte: %d, field: parsed.n, percentile: 90}")
                    .formatted(first, number);
            case TOGETHER -> "type: temporal, rules: " + list;
            case NOT_ALL ->
                "type: temporal, rules: [%1$s, is_x], condition: %1$s and not is_x"
                    .formatted(first);
            case SEQUENCE -> "type: temporal_ordered, rules: " + list;
            case ABSENCE -> "type: event_count, rules: %s, condition: {gte: 1}".formatted(first);
            case HEARTBEAT -> "type: event_count, rules: %s, condition: {lt: 1}".formatted(first);
          };
      String rearm = kind == Kind.ALARM || kind == Kind.HEARTBEAT ? "" : ", rearm: " + rearmName();
      return detections
          + """
          title: it
          name: it
          level: critical
          correlation: {%s, timespan: %ds%s}
          correlator: {%s}
          """
              .formatted(
                  typed,
                  seconds,
                  keyed ? ", group-by: parsed.user" : "",
                  (own + rearm).replaceFirst("^, ", ""));
    }

    // Java

    private static Predicate is(String word) {
      return field("parsed.word").equalTo(word);
    }

    RuleSet inJava() {
      CorrelationDraft<?> draft =
          switch (kind) {
            case COUNT -> RuleDsl.count("it").of(is(words.get(0))).atLeast(number);
            case DISTINCT ->
                RuleDsl.distinct("it").of(is(words.get(0))).values("parsed.n").atLeast(number);
            case SUM -> RuleDsl.sum("it").of(is(words.get(0))).values("parsed.n").atLeast(number);
            case PERCENTILE ->
                RuleDsl.percentile("it", 90)
                    .of(is(words.get(0)))
                    .values("parsed.n")
                    .minCount(2)
                    .atLeast(number);
            case TOGETHER -> {
              TogetherDraft together = RuleDsl.together("it");
              words.forEach(word -> together.of(is(word)));
              yield together;
            }
            case NOT_ALL -> RuleDsl.together("it").of(is(words.get(0))).unless(is("x"));
            case SEQUENCE -> {
              SequenceDraft sequence = RuleDsl.sequence("it").until(is("x"));
              words.forEach(word -> sequence.step(is(word)));
              yield sequence;
            }
            case ABSENCE ->
                RuleDsl.absence("it")
                    .after(is(words.get(0)))
                    .expect(is("x"))
                    .pending(Pending.RESTART);
            case HEARTBEAT -> RuleDsl.heartbeat("it").of(is(words.get(0)));
            case ALARM ->
                RuleDsl.alarm("it")
                    .of(is(words.get(0)))
                    .atLeast(number)
                    .clearedAt(0, Duration.ofSeconds(seconds));
          };
      if (keyed) {
        draft.by("parsed.user");
      }
      draft.within(Duration.ofSeconds(seconds)).rearm(rearm()).level(Level.CRITICAL).title("it");
      return RuleSet.of(rules(draft));
    }
  }

  @Provide
  Arbitrary<Meaning> meanings() {
    return Combinators.combine(
            Arbitraries.of(Kind.values()),
            Arbitraries.of("a", "b", "c").list().uniqueElements().ofMinSize(2).ofMaxSize(3),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 20),
            Arbitraries.of(true, false),
            Arbitraries.of(Rearm.Policy.values()))
        .as(Meaning::new);
  }

  record Said(int after, String word, String user, int number) {}

  @Provide
  Arbitrary<List<Said>> records() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 8),
            Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of("a", "b", "c")), Tuple.of(1, Arbitraries.of("x", "A"))),
            Arbitraries.of("u", "v"),
            Arbitraries.integers().between(0, 3))
        .as(Said::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  private static RuleSet read(String name, String text) {
    return Rules.parse(MAPPING, Map.of(name, text));
  }

  private static List<String> models(RuleSet rules) {
    assertThat(rules.problems()).isEmpty();
    return rules.rules().stream()
        .map(rule -> rule.toString().replaceAll("position=[^,]*]", ""))
        .toList();
  }

  private static List<String> alerts(RuleSet rules, List<Said> records) {
    assertThat(rules.problems()).isEmpty();
    TestPipeline pipeline = TestPipeline.running(RulesModule.of(rules)).reading(new JsonFormat());
    for (Said said : records) {
      pipeline.advance(Duration.ofSeconds(said.after()));
      pipeline.feed(
          "{\"timestamp\": \"%s\", \"word\": \"%s\", \"user\": \"%s\", \"n\": %d}"
              .formatted(pipeline.now(), said.word(), said.user(), said.number()));
    }
    pipeline.advance(Duration.ofMinutes(2)).finish();
    List<String> told = new ArrayList<>();
    pipeline.events().stream()
        // In Sigma, words that the rule does not need are rules by themselves.
        .filter(event -> !(event.event() instanceof Alert alert) || alert.rule().isCalled("it"))
        .forEach(
            event ->
                told.add(
                    event.event() instanceof Alert alert
                        ? "%s %s %s %s %s %s %s %s"
                            .formatted(
                                alert.id(),
                                alert.key(),
                                alert.severity(),
                                alert.firstSeen(),
                                alert.timestamp(),
                                alert.observed(),
                                alert.flags(),
                                alert.evidence().stream().map(each -> each.line()).toList())
                        : event.event().toString()));
    return told;
  }

  @Property(tries = 300)
  void aRuleInJavaIsTheModelThatJsonIs(@ForAll("meanings") Meaning meaning) {
    assertThat(models(meaning.inJava())).isEqualTo(models(read("it.json", meaning.inJson())));
  }

  @Property(tries = 300)
  void aRuleFindsTheSameInAllLanguages(
      @ForAll("meanings") Meaning meaning, @ForAll("records") List<Said> records) {
    List<String> found = alerts(read("it.json", meaning.inJson()), records);

    assertThat(alerts(meaning.inJava(), records)).isEqualTo(found);
    assertThat(alerts(read("it.yml", meaning.inSigma()), records)).isEqualTo(found);
  }
}
