package io.correlator.rules;

import static io.correlator.rules.dsl.RuleDsl.absence;
import static io.correlator.rules.dsl.RuleDsl.alarm;
import static io.correlator.rules.dsl.RuleDsl.all;
import static io.correlator.rules.dsl.RuleDsl.any;
import static io.correlator.rules.dsl.RuleDsl.count;
import static io.correlator.rules.dsl.RuleDsl.distinct;
import static io.correlator.rules.dsl.RuleDsl.field;
import static io.correlator.rules.dsl.RuleDsl.heartbeat;
import static io.correlator.rules.dsl.RuleDsl.not;
import static io.correlator.rules.dsl.RuleDsl.pattern;
import static io.correlator.rules.dsl.RuleDsl.percentile;
import static io.correlator.rules.dsl.RuleDsl.rules;
import static io.correlator.rules.dsl.RuleDsl.sequence;
import static io.correlator.rules.dsl.RuleDsl.sum;
import static io.correlator.rules.dsl.RuleDsl.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.state.Condition;
import io.correlator.api.state.Rearm;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.dsl.RuleDraft;
import io.correlator.rules.json.JsonRules;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Level;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RulesInJavaTest {
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
        .hasMessage("together(\"t\").formula: needs names; give each condition one");
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
      return List.of();
    }
  }

  @Test
  void conditionsMeanWhatTheySay() {
    RecordView view = new Named(Map.of("ip", "192.0.2.7", "n", 5L, "user", "Root", "@raw", "line"));

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
            not(field("user").equalTo("root")),
            all(field("n").moreThan(4), any(field("n").atMost(4), field("ip").matches("^192"))));

    assertThat(hold).allSatisfy(each -> assertThat(Evaluator.of(each).matches(view)).isTrue());
    assertThat(hold)
        .allSatisfy(each -> assertThat(Evaluator.of(not(each)).matches(view)).isFalse());
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void whatMakesNoSenseNamesTheMethodAndWhatWouldBeRight() {
    refused(
        () -> count("x").of(FAILED).atLeast(0),
        "count(\"x\").atLeast: is 0; 1 to 65,535 are possible");
    refused(
        () -> count("x").of(FAILED).atLeast(2).rules(),
        "count(\"x\").within: is missing; say how long the window is");
    refused(
        () -> count("x").atLeast(2).within(MINUTE).rules(),
        "count(\"x\").of: is missing; say what is counted");
    refused(
        () -> sequence("x").unless(FAILED),
        "sequence(\"x\").unless: comes before the first step; put it between two steps");
    refused(
        () -> alarm("x").of(FAILED).atLeast(2).clearedAt(2, MINUTE).within(MINUTE).rules(),
        "alarm(\"x\").clearedAt: is 2; 0 to 1 are possible");
    refused(
        () -> heartbeat("x").of(FAILED).expect("a").within(MINUTE).rules(),
        "heartbeat(\"x\").expect: has another number of values than by() has fields;"
            + " give one for each of 0");
    refused(
        () -> count("x").within(Duration.ZERO),
        "count(\"x\").within: is PT0S; 1 ms to 366 days are possible");
    refused(
        () -> field("raw").contains(""),
        "field(\"raw\").contains: has an empty text, which every value has;"
            + " ask if the field exists()");
    assertThatThrownBy(() -> field("raw").matches("(?=x)"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("field(\"raw\").matches: cannot be used: ")
        .hasMessageEndingWith("no look-around, no back-references, no huge repetitions");
  }
}
