package io.correlator.rules;

import static io.correlator.rules.dsl.RuleDsl.absence;
import static io.correlator.rules.dsl.RuleDsl.alarm;
import static io.correlator.rules.dsl.RuleDsl.all;
import static io.correlator.rules.dsl.RuleDsl.any;
import static io.correlator.rules.dsl.RuleDsl.anywhere;
import static io.correlator.rules.dsl.RuleDsl.count;
import static io.correlator.rules.dsl.RuleDsl.distinct;
import static io.correlator.rules.dsl.RuleDsl.field;
import static io.correlator.rules.dsl.RuleDsl.heartbeat;
import static io.correlator.rules.dsl.RuleDsl.not;
import static io.correlator.rules.dsl.RuleDsl.pattern;
import static io.correlator.rules.dsl.RuleDsl.percentile;
import static io.correlator.rules.dsl.RuleDsl.rules;
import static io.correlator.rules.dsl.RuleDsl.selection;
import static io.correlator.rules.dsl.RuleDsl.sequence;
import static io.correlator.rules.dsl.RuleDsl.sum;
import static io.correlator.rules.dsl.RuleDsl.together;
import static io.correlator.rules.problem.ProblemId.CORRELATION_SHAPE;
import static io.correlator.rules.problem.ProblemId.CORRELATION_VALUE;
import static io.correlator.rules.problem.ProblemId.SIGMA_MISSING_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.state.Condition;
import io.correlator.api.state.OperatorOptions;
import io.correlator.api.state.Rearm;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Test.Unit;
import io.correlator.rules.dsl.CountDraft;
import io.correlator.rules.dsl.InvalidRuleException;
import io.correlator.rules.dsl.RuleDraft;
import io.correlator.rules.dsl.SequenceDraft;
import io.correlator.rules.dsl.TogetherDraft;
import io.correlator.rules.json.JsonRules;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Level;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesInJavaTest {
  private static final String PATTERN_WITHOUT_ID =
      "pattern: has no id; give one that no other rule has, such as \"brute-force\"";
  private static final Predicate FAILED = field("parsed.type").equalTo("failed");
  private static final Predicate OPENED = field("raw").matches("opened for \\w+");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What a rule says, but for where it stands. */
  private static List<String> texts(List<Rule> rules) {
    return rules.stream().map(Identity::text).toList();
  }

  private static void isAsInJson(RuleDraft<?> draft, String json) {
    JsonRules read = JsonRules.read("test.json", json);
    assertThat(read.problems()).isEmpty();
    assertThat(texts(draft.level(Level.MEDIUM).rules())).isEqualTo(texts(read.rules()));
  }

  @Test
  void aPatternIsTheSameAsInJson() {
    isAsInJson(
        pattern("p").when(field("raw").ignoringCase().matches("fail")).tags("a", "b"),
        """
        {"name": "p", "type": "pattern", "severity": "warning", "tags": ["a", "b"],
         "config": {"field": "raw", "regex": "fail", "case_sensitive": false}}
        """);
  }

  @Test
  void aCountIsTheSameAsInJson() {
    isAsInJson(
        count("c")
            .of(field("parsed.type").anyOf("failed", "denied"))
            .atLeast(5)
            .within(MINUTE)
            .by("parsed.ip", "source")
            .rearm(Rearm.extend().suppress(Duration.ofSeconds(90)).quota(3, Duration.ofHours(1)))
            .maxKeys(1000),
        """
        {"name": "c", "type": "threshold", "severity": "warning",
         "config": {"field": "parsed.type", "value": ["failed", "denied"], "count": 5,
                    "window_seconds": 60, "group_by": ["parsed.ip", "source"],
                    "rearm": "extend", "suppress_seconds": 90, "max_keys": 1000,
                    "quota": {"count": 3, "window_seconds": 3600}}}
        """);
  }

  @Test
  void differentValuesAreTheSameAsInJson() {
    isAsInJson(
        distinct("d").of(FAILED).values("parsed.user", "source").atLeast(3).within(MINUTE),
        """
        {"name": "d", "type": "threshold", "severity": "warning",
         "config": {"field": "parsed.type", "value": "failed", "count": 3, "window_seconds": 60,
                    "distinct": ["parsed.user", "source"]}}
        """);
  }

  @Test
  void aPercentileIsTheSameAsInJson() {
    isAsInJson(
        percentile("p", 95).of(FAILED).values("parsed.ms").atLeast(2.5).minCount(20).within(MINUTE),
        """
        {"name": "p", "type": "aggregate", "severity": "warning",
         "config": {"field": "parsed.type", "value": "failed", "function": "percentile",
                    "percent": 95, "of": "parsed.ms", "at_least": 2.5, "min_count": 20,
                    "window_seconds": 60}}
        """);
  }

  @Test
  void aFormulaIsTheSameAsInJson() {
    isAsInJson(
        together("t")
            .of("fail", FAILED)
            .of("open", OPENED)
            .of("other")
            .formula("fail and (open or other)")
            .within(MINUTE),
        """
        {"name": "t", "type": "correlation", "severity": "warning",
         "config": {"conditions": [
                      {"name": "fail", "field": "parsed.type", "value": "failed"},
                      {"name": "open", "field": "raw", "regex": "opened for \\\\w+"},
                      {"rule": "other"}],
                    "formula": "fail and (open or other)", "within_seconds": 60}}
        """);
  }

  @Test
  void aFormulaOfASequenceIsTheSameAsInJson() {
    isAsInJson(
        sequence("s")
            .step("fail", FAILED)
            .step("open", OPENED)
            .formula("open and not fail")
            .within(MINUTE),
        """
        {"name": "s", "type": "correlation", "severity": "warning",
         "config": {"conditions": [
                      {"name": "fail", "field": "parsed.type", "value": "failed"},
                      {"name": "open", "field": "raw", "regex": "opened for \\\\w+"}],
                    "formula": "open and not fail", "within_seconds": 60, "ordered": true}}
        """);
  }

  @Test
  void aFormulaThatCannotBeIsRefusedAtOnce() {
    assertThatThrownBy(() -> together("t").of(FAILED).formula("a").within(MINUTE).rules())
        .hasMessage(
            "together(\"t\").formula: needs names; give each condition one"
                + " [correlation-condition]");
    assertThatThrownBy(() -> together("t").of("a", FAILED).formula("not a").within(MINUTE).rules())
        .hasMessageContaining("without any rule matching");
    assertThatThrownBy(
            () -> together("t").of("a", FAILED).atLeast(1).formula("a").within(MINUTE).rules())
        .hasMessageContaining("say it in the formula");
    assertThatThrownBy(
            () ->
                sequence("s")
                    .step("a", FAILED)
                    .step("b", OPENED)
                    .strict()
                    .formula("b and not a")
                    .within(MINUTE)
                    .rules())
        .hasMessageContaining("leave one of them out");
  }

  @Test
  void aSequenceIsTheSameAsInJson() {
    isAsInJson(
        sequence("s")
            .step(FAILED)
            .unless(field("parsed.type").equalTo("reset"))
            .step(OPENED)
            .until("other")
            .strict()
            .within(MINUTE),
        """
        {"name": "s", "type": "correlation", "severity": "warning",
         "config": {"conditions": [{"field": "parsed.type", "value": "failed"},
                                   {"field": "raw", "regex": "opened for \\\\w+"}],
                    "within_seconds": 60, "ordered": true, "strict": true,
                    "forbidden": [{"field": "parsed.type", "value": "reset", "after": 1}],
                    "until": [{"rule": "other"}]}}
        """);
  }

  @Test
  void thingsTogetherAreTheSameAsInJson() {
    isAsInJson(
        together("t")
            .of(FAILED)
            .of(OPENED)
            .atLeast(1)
            .unless(field("parsed.type").equalTo("reset"))
            .lookback(Duration.ofSeconds(5))
            .within(MINUTE),
        """
        {"name": "t", "type": "correlation", "severity": "warning",
         "config": {"conditions": [{"field": "parsed.type", "value": "failed"},
                                   {"field": "raw", "regex": "opened for \\\\w+"}],
                    "within_seconds": 60, "at_least": 1, "lookback_seconds": 5,
                    "unless": [{"field": "parsed.type", "value": "reset"}]}}
        """);
  }

  @Test
  void anAbsenceIsTheSameAsInJson() {
    isAsInJson(
        absence("a").after(FAILED).expect(OPENED).within(MINUTE).by("parsed.ip"),
        """
        {"name": "a", "type": "absence", "severity": "warning",
         "config": {"condition": {"field": "parsed.type", "value": "failed"},
                    "expected": {"field": "raw", "regex": "opened for \\\\w+"},
                    "within_seconds": 60, "group_by": "parsed.ip"}}
        """);
  }

  @Test
  void aHeartbeatIsTheSameAsInJson() {
    isAsInJson(
        heartbeat("h").of(FAILED).by("parsed.host").expect("web1").expect("web2").within(MINUTE),
        """
        {"name": "h", "type": "heartbeat", "severity": "warning",
         "config": {"field": "parsed.type", "value": "failed", "window_seconds": 60,
                    "group_by": "parsed.host", "expect": ["web1", "web2"]}}
        """);
  }

  @Test
  void anAlarmIsTheSameAsInJson() {
    isAsInJson(
        alarm("r").of(FAILED).atLeast(10).within(MINUTE).clearedAt(2, Duration.ofSeconds(30)),
        """
        {"name": "r", "type": "alarm", "severity": "warning",
         "config": {"field": "parsed.type", "value": "failed", "count": 10, "window_seconds": 60,
                    "clear_count": 2, "clear_window_seconds": 30}}
        """);
  }

  @Test
  void rulesNameEachOther() {
    RuleSet set =
        RuleSet.of(
            rules(
                pattern("failed").when(FAILED),
                distinct("spray")
                    .of("failed")
                    .values("user")
                    .atLeast(10)
                    .within(MINUTE)
                    .by("parsed.ip"),
                sum("volume").of("failed").values("bytes").atLeast(1e6).within(MINUTE),
                percentile("slow", 95)
                    .of("failed")
                    .values("ms")
                    .where(Condition.moreThan(500))
                    .within(MINUTE),
                sequence("taken").step("spray").step(OPENED).within(MINUTE).generate()));

    assertThat(set.problems()).isEmpty();
    assertThat(set.rules()).hasSize(6);
    assertThat(set.rules().stream().filter(CorrelationRule.class::isInstance)).hasSize(4);
  }

  @Test
  void rulesThatAreNotThereAndNamesThatAreTakenAreProblems() {
    RuleSet set =
        RuleSet.of(
            rules(
                pattern("failed").when(FAILED),
                pattern("failed").when(OPENED),
                count("many").of("fialed").atLeast(2).within(MINUTE)));

    assertThat(set.problems().stream().map(Problem::id))
        .containsExactly(ProblemId.RULE_DUPLICATE, ProblemId.CORRELATION_UNKNOWN_RULE);
  }

  private record Named(Map<String, Object> fields) implements RecordView {
    @Override
    public @Nullable Object value(String field) {
      return fields.get(field);
    }

    @Override
    public List<String> texts() {
      return List.of("a word of it");
    }
  }

  @Test
  void conditionsMeanWhatTheySay() {
    RecordView view =
        new Named(
            Map.of(
                "ip",
                "192.0.2.7",
                "n",
                5L,
                "user",
                "Root",
                "part",
                "oo",
                "upper",
                "OT",
                "@raw",
                "line",
                "at",
                "2026-03-01T09:30:00Z"));

    List<Predicate> hold =
        List.of(
            field("ip").in("192.0.2.0/24"),
            field("n").atLeast(5),
            field("n").equalTo(5),
            field("n").lessThan(5.5),
            field("user").ignoringCase().equalTo("root"),
            field("user").startsWith("Ro"),
            field("user").endsWith("ot"),
            field("user").like("R??t"),
            field("raw").contains("in"),
            field("user").exists(),
            field("host").isAbsent(),
            field("user").contains(field("part")),
            field("user").ignoringCase().endsWith(field("upper")),
            not(field("user").endsWith(field("upper"))),
            field("at").part(Unit.HOUR).equalTo(9),
            field("at").part(Unit.WEEK).atMost(9),
            anywhere().ignoringCase().contains("WORD"),
            not(field("user").equalTo("root")),
            all(field("n").moreThan(4), any(field("n").atMost(4), field("ip").matches("^192"))));

    assertThat(hold).allSatisfy(each -> assertThat(Evaluator.of(each).matches(view)).isTrue());
    assertThat(hold)
        .allSatisfy(each -> assertThat(Evaluator.of(not(each)).matches(view)).isFalse());
  }

  private static void refused(ThrowingCallable call, ProblemId id, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message + " [" + id + "]")
        .isInstanceOfSatisfying(
            InvalidRuleException.class, e -> assertThat(e.problem().id()).isEqualTo(id));
  }

  @Test
  void numbersThatAreImpossibleAreRefused() {
    refused(
        () -> count("x").of(FAILED).atLeast(0),
        CORRELATION_VALUE,
        "count(\"x\").atLeast: is 0; 1 to 65,535 are possible");
    refused(
        () -> distinct("x").of(FAILED).atLeast(0),
        CORRELATION_VALUE,
        "distinct(\"x\").atLeast: is 0; 1 to 65,535 are possible");
    refused(
        () -> sum("x").atLeast(Double.NaN),
        CORRELATION_VALUE,
        "sum(\"x\").atLeast: is NaN; give a finite number");
    refused(
        () -> percentile("x", 101),
        CORRELATION_VALUE,
        "percentile(\"x\").percent: is 101.0; 0 to 100 are possible");
    refused(
        () -> alarm("x").of(FAILED).atLeast(2).clearedAt(2, MINUTE).within(MINUTE).rules(),
        CORRELATION_VALUE,
        "alarm(\"x\").clearedAt: is 2; 0 to 1 are possible");
    refused(
        () -> together("x").of(FAILED).of(OPENED).atLeast(3).within(MINUTE).rules(),
        CORRELATION_VALUE,
        "together(\"x\").atLeast: is 3; there are only 2 things");
    refused(
        () -> pattern("x").quota(0, MINUTE),
        CORRELATION_VALUE,
        "pattern(\"x\").quota: is 0 in PT1M; 1 to 65,535 in 1 ms or longer are possible");
    refused(
        () -> count("x").maxKeys(0),
        CORRELATION_VALUE,
        "count(\"x\").maxKeys: is 0; 1 to 2,000,000,000 are possible"
            .replace("2,000,000,000", "%,d".formatted(OperatorOptions.MOST_KEYS)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT8784H0.001S", "PT2562047788015215H"})
  void aWindowIsAMillisecondToAYear(Duration window) {
    refused(
        () -> count("x").within(window),
        CORRELATION_VALUE,
        "count(\"x\").within: is %s; 1 ms to 366 days are possible".formatted(window));
  }

  @Test
  void aConditionThatNothingMeetsIsRefused() {
    String counted =
        "where: is never so; counting begins with one; what does not come at all is a heartbeat or"
            + " an absence";
    refused(
        () -> count("x").of(FAILED).where(Condition.lessThan(1)).within(MINUTE).rules(),
        CORRELATION_VALUE,
        "count(\"x\")." + counted);
    refused(
        () ->
            together("x").of(FAILED).of(OPENED).where(Condition.equalTo(3)).within(MINUTE).rules(),
        CORRELATION_VALUE,
        "together(\"x\")." + counted);
    refused(
        () ->
            sum("x")
                .of(FAILED)
                .values("n")
                .where(Condition.moreThan(5).and(Condition.atMost(5)))
                .within(MINUTE)
                .rules(),
        CORRELATION_VALUE,
        "sum(\"x\").where: is never so; compare with numbers that leave something between them");
    refused(
        () -> count("x").of(FAILED).where(Condition.atLeast(1e9)).within(MINUTE).rules(),
        CORRELATION_VALUE,
        "count(\"x\").where: counts too far; at most 65,535 is possible");
  }

  @Test
  void partsThatAreMissingOrMisplacedAreRefused() {
    refused(() -> pattern(" "), SIGMA_MISSING_KEY, PATTERN_WITHOUT_ID);
    refused(
        () -> pattern("x").rules(),
        SIGMA_MISSING_KEY,
        "pattern(\"x\").when: is missing; say what a record must be like");
    refused(
        () -> count("x").of(FAILED).atLeast(2).rules(),
        CORRELATION_SHAPE,
        "count(\"x\").within: is missing; say how long the window is");
    refused(
        () -> count("x").atLeast(2).within(MINUTE).rules(),
        CORRELATION_SHAPE,
        "count(\"x\").of: is missing; say what is counted");
    refused(
        () -> sequence("x").unless(FAILED),
        CORRELATION_SHAPE,
        "sequence(\"x\").unless: comes before the first step; put it between two steps");
    refused(
        () -> sequence("x").step(FAILED).within(MINUTE).rules(),
        CORRELATION_VALUE,
        "sequence(\"x\").step: was called 1 times; 2 to 16 steps are possible; for one, begin with"
            + " count");
    refused(
        () -> heartbeat("x").of(FAILED).expect("a").within(MINUTE).rules(),
        CORRELATION_SHAPE,
        "heartbeat(\"x\").expect: has another number of values than by() has fields;"
            + " give one for each of 0");
  }

  @Test
  void whatHasNoMeaningBesideAnotherIsRefused() {
    refused(
        () ->
            count("x")
                .of(FAILED)
                .atLeast(2)
                .within(MINUTE)
                .rearm(Rearm.every().suppress(MINUTE))
                .rules(),
        CORRELATION_VALUE,
        "count(\"x\").rearm: has no meaning here; nothing is suppressed with reset and every:"
            + " leave suppress out");
    SequenceDraft sequence = sequence("x").step(FAILED).step(OPENED).within(MINUTE);
    IntStream.rangeClosed(1, 63).forEach(i -> sequence.until("r" + i));
    refused(
        sequence::rules,
        CORRELATION_VALUE,
        "sequence(\"x\").rules: has 65 conditions and rules; at most 64 are possible");
    refused(
        () -> together("x").of("a", FAILED).formula("").within(MINUTE).rules(),
        ProblemId.SIGMA_CONDITION,
        "together(\"x\").formula: condition: the condition ends too early;"
            + " the name of a selection is needed here");
  }

  @Test
  void emptyQuestionsAreRefused() {
    refused(() -> all(), ProblemId.SIGMA_EMPTY, "all: has no parts; give at least one");
    refused(() -> any(), ProblemId.SIGMA_EMPTY, "any: has no parts; give at least one");
    refused(
        () -> field("raw").contains(""),
        ProblemId.SIGMA_EMPTY,
        "field(\"raw\").contains: has an empty text, which every value has;"
            + " ask if the field exists()");
    refused(
        () -> field("x").anyOf(),
        ProblemId.SIGMA_EMPTY,
        "field(\"x\").anyOf: has no values; give at least one");
    refused(
        () -> field("at").part(Unit.HOUR).moreThan(23),
        ProblemId.SIGMA_VALUE,
        "field(\"at\").part(HOUR).moreThan: is 23, and no time has such a hour;"
            + " it is from 0 to 23");
    assertThatThrownBy(() -> field("raw").matches("(?=x)"))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageStartingWith("field(\"raw\").matches: cannot be used: ")
        .hasMessageEndingWith(
            "no look-around, no back-references, no huge repetitions [sigma-regex]");
    assertThatThrownBy(() -> field("ip").in("192.0.2.1/24"))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageEndingWith("[sigma-network]");
  }

  @Test
  void anAliasIsTheSameAsInSigma() {
    String sigma =
        """
        title: both
        id: both
        name: both
        correlation:
          type: temporal
          rules: [one, two]
          group-by: ip
          timespan: 1m
          aliases: {ip: {one: src, two: dst}}
        """;
    RuleSet inSigma =
        Rules.parse(Mapping.standard(), Map.of("one.yml", DETECTIONS + "---\n" + sigma));
    RuleSet inJava =
        RuleSet.of(
            rules(
                pattern("one").when(FAILED),
                pattern("two").when(OPENED),
                together("both")
                    .of("one")
                    .of("two")
                    .by("ip")
                    .alias("ip", "one", "src")
                    .alias("ip", "two", "dst")
                    .within(MINUTE)));

    assertThat(inJava.problems()).isEmpty();
    assertThat(Identity.text(inJava.rules().get(2)))
        .isEqualTo(Identity.text(inSigma.rules().get(2)));
  }

  private static final String DETECTIONS =
      """
      title: one
      id: one
      logsource: {service: sshd}
      detection: {a: {b: c}, condition: a}
      ---
      title: two
      id: two
      logsource: {service: sshd}
      detection: {a: {b: d}, condition: a}
      """;

  @Test
  void anAliasNeedsAFieldForEachRuleThatIsNamed() {
    CountDraft draft = count("x").of("one").atLeast(2).within(MINUTE).by("ip");
    refused(
        () -> draft.alias("user", "one", "src").rules(),
        CORRELATION_SHAPE,
        "count(\"x\").alias: 'user' stands neither in by nor in values; use it there");
    TogetherDraft both = together("x").of("one").of("two").of("c", FAILED).within(MINUTE).by("ip");
    refused(
        () -> both.alias("ip", "one", "src").rules(),
        CORRELATION_SHAPE,
        "together(\"x\").alias: 'ip' has no field of the rule 'two';"
            + " give one for each rule that is named");
    assertThat(
            ((CorrelationRule)
                    both.alias("ip", "two", "dst").alias("ip", "c", "peer").rules().get(1))
                .aliases())
        .isEqualTo(Map.of("ip", Map.of("one", "src", "two", "dst", "x/3", "peer")));
    refused(
        () -> both.alias("ip", "three", "src").rules(),
        CORRELATION_SHAPE,
        "together(\"x\").alias: nothing here is called 'three'; it is one of [one, two, c]");
  }

  @Test
  void aRuleSaysAllThatARuleInSigmaMaySayAboutItself() {
    Metadata metadata =
        pattern("x")
            .metadata(more -> more.author("A. Author").references(List.of("https://example.org")))
            .from(LogSource.any().withProduct("linux").withService("sshd"))
            .when(selection("failure", FAILED))
            .rules()
            .get(0)
            .metadata();

    assertThat(metadata.author()).contains("A. Author");
    assertThat(metadata.references()).containsExactly("https://example.org");
    assertThat(metadata.id()).contains("x");
  }
}
