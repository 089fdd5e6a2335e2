package io.correlator.rules.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.state.Condition;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Level;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonRulesTest {
  private static final String PATTERN =
      "{'name': 'Failed login', 'type': 'pattern', 'severity': 'warning',"
          + " 'config': {'field': 'raw', 'regex': 'Failed password', 'case_sensitive': false}}";
  private static final String THRESHOLD =
      "{'name': 'Guessing', 'type': 'threshold', 'severity': 'critical', 'config':"
          + " {'field': 'parsed.event_type', 'value': 'auth_fail', 'count': 5,"
          + " 'window_seconds': 60, 'group_by': 'parsed.src_ip'}}";
  private static final String CORRELATION =
      "{'name': 'Taken over', 'id': 't-1', 'type': 'correlation', 'severity': 'info', 'config':"
          + " {'conditions': [{'field': 'parsed.event_type', 'value': 'auth_fail'},"
          + " {'field': 'parsed.event_type', 'regex': '^priv'}], 'within_seconds': 300,"
          + " 'require_same_source': true, 'ordered': true}}";

  private static JsonRules read(String text) {
    return JsonRules.read("rules.json", text.replace('\'', '"'));
  }

  @Test
  void aPatternIsARuleAboutSingleRecords() {
    JsonRules rules = read(PATTERN);

    assertThat(rules.problems()).isEmpty();
    assertThat(rules.rules()).singleElement().isInstanceOf(DetectionRule.class);
    assertThat(rules.rules().get(0).metadata().level()).contains(Level.MEDIUM);
  }

  @Test
  void aThresholdCountsWhatItsConditionFinds() {
    JsonRules rules = read(THRESHOLD);

    assertThat(rules.problems()).isEmpty();
    CorrelationRule threshold = (CorrelationRule) rules.rules().get(1);
    assertThat(threshold.type()).isEqualTo(CorrelationRule.Type.EVENT_COUNT);
    assertThat(threshold.condition()).isEqualTo(Condition.atLeast(5));
    assertThat(threshold.timespan()).isEqualTo(Duration.ofMinutes(1));
    assertThat(threshold.groupBy()).containsExactly("parsed.src_ip");
    assertThat(threshold.rules()).containsExactly(rules.rules().get(0).metadata().key());
  }

  @Test
  void aCorrelationInOrderIsASequence() {
    JsonRules rules = read(CORRELATION);

    assertThat(rules.problems()).isEmpty();
    CorrelationRule correlation = (CorrelationRule) rules.rules().get(2);
    assertThat(correlation.type()).isEqualTo(CorrelationRule.Type.TEMPORAL_ORDERED);
    assertThat(correlation.metadata().key()).isEqualTo("t-1");
    assertThat(correlation.groupBy()).containsExactly("@source");
    assertThat(correlation.rules()).containsExactly("t-1/1", "t-1/2");
  }

  @Test
  void readsOneRuleAnArrayOrOneRuleAfterTheOther() {
    assertThat(names(read("[" + PATTERN + ",\n" + CORRELATION + "]")))
        .containsExactlyElementsOf(names(read(PATTERN + "\n" + CORRELATION)))
        .contains("Failed login", "Taken over");
  }

  private static List<String> names(JsonRules rules) {
    return rules.rules().stream().map(Rule::metadata).map(about -> about.title()).toList();
  }

  @Test
  void aFileWithoutAnyRuleIsWrongUnlessItSaysSo() {
    assertThat(JsonRules.read("rules.json", " \n").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("no rule"));
    assertThat(JsonRules.read("rules.json", "[]").problems()).isEmpty();
  }

  @Test
  void leavesOutWhatIsDisabledAndCountsIt() {
    JsonRules rules = read(PATTERN.replace("{'name'", "{'enabled': false, 'name'"));

    assertThat(rules.rules()).isEmpty();
    assertThat(rules.disabled()).isEqualTo(1);
    assertThat(rules.problems()).isEmpty();
  }

  @Test
  void aRuleWithAnErrorDoesNotSpoilTheOthers() {
    JsonRules rules = read(PATTERN.replace("'raw'", "'row'") + "\n" + CORRELATION);

    assertThat(names(rules)).contains("Taken over").doesNotContain("Failed login");
    assertThat(rules.problems()).extracting(Problem::id).containsExactly(ProblemId.JSON_RULE_FIELD);
  }

  @Test
  void tellsLineAndColumnOfAnUnknownKeyAndWhichOneIsMeant() {
    JsonRules rules = read(PATTERN.replace("'regex'", "\n  'regexp': 1, 'regex'"));

    assertThat(rules.problems())
        .singleElement()
        .asString()
        .startsWith("rules.json:2:3: error: unknown key 'regexp'")
        .contains("did you mean 'regex'?", "[json-rule-unknown-key]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'count': 5 | 'count': 0 | json-rule-value",
        "'count': 5 | 'count': 2.5 | json-rule-value",
        "'count': 5 | 'count': 1e999999999 | json-rule-value",
        "'count': 5 | 'count': 1e99999999999 | json-rule-value",
        "'count': 5 | 'count': '5' | json-rule-shape",
        "'window_seconds': 60 | 'window_seconds': 0 | json-rule-value",
        "'window_seconds': 60 | 'window_seconds': -1 | json-rule-value",
        "'window_seconds': 60, | ~~ | json-rule-missing-key",
        "'threshold' | 'treshold' | json-rule-value",
        "'critical' | 'dire' | json-rule-value",
        "'value': 'auth_fail', | ~~ | json-rule-missing-key",
        "'value': 'auth_fail' | 'regex': '(a{999}){999}' | json-rule-value",
        "'value': 'auth_fail' | 'regex': '(a)\\\\1' | json-rule-value",
        "'parsed.src_ip' | 'src_ip' | json-rule-field",
        "'parsed.src_ip' | {} | json-rule-shape",
        "'count': 5 | 'count': 5, 'count': 6 | json-duplicate-key",
        "'severity': 'critical', | ~~ | json-rule-missing-key",
        "'type': 'threshold', | ~~ | json-rule-missing-key",
        "'parsed.event_type', 'value': 'auth_fail' | 'severity', 'value': 'err' | json-rule-value",
        "'parsed.event_type', 'value': 'auth_fail' | 'severity', 'value': 'Error' | json-rule-value",
        "'count': 5 | 'count': | json-syntax",
      })
  void refusesWhatIsWrong(String right, String wrong, String id) {
    JsonRules rules = read(THRESHOLD.replace(right, wrong));

    assertThat(rules.rules()).isEmpty();
    assertThat(rules.problems()).extracting(problem -> problem.id().toString()).contains(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'value': 'x' | 'field' is missing",
        "'field': 'raw' | 'value' or 'regex' is missing",
        "'field': 'raw', 'value': 'x', 'regex': 'y' | 'value' stands beside 'regex'",
        "'field': 'raw', 'rule': 'r' | 'field' stands beside 'rule'",
      })
  void saysOnceWhatIsWrongWithACondition(String condition, String message) {
    String threshold = "'condition': {%s}, 'count': 5".formatted(condition);
    JsonRules rules =
        read(
            THRESHOLD.replace(
                "'field': 'parsed.event_type', 'value': 'auth_fail', 'count': 5", threshold));

    assertThat(rules.problems()).extracting(Problem::message).containsExactly(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | 'regex' is missing",
        "{'field': 'raw'} | 'regex' is missing",
        "{'regex': 'x'} | 'field' is missing",
        "{'field': 'raw', 'regex': 5} | 'regex' is a number",
        "{'field': 'raw', 'regex': true} | 'regex' is true",
        "{'field': 'raw', 'regex': ['x']} | 'regex' is an array",
        "{'field': 'raw', 'regex': ' '} | 'regex' is empty",
        "5 | 'config' is a number",
      })
  void saysWhatIsWrongWithAPattern(String config, String message) {
    JsonRules rules =
        read(
            "{'name': 'P', 'type': 'pattern', 'severity': 'info', 'config': %s}".formatted(config));

    assertThat(rules.problems())
        .extracting(Problem::message)
        .anyMatch(each -> each.startsWith(message))
        .doesNotHaveDuplicates()
        .noneMatch(each -> each.contains("value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF", " \r\n\t"})
  void aFileWithoutAnythingIsWrong(String text) {
    assertThat(read(text).problems())
        .singleElement()
        .hasToString(
            "rules.json: error: no rule; write one, or [] if there are to be none"
                + " [json-rule-shape]");
    assertThat(read("[]").problems()).isEmpty();
  }

  @Test
  void saysWithoutNamesOfAParserThatCommentsAreNoJson() {
    assertThat(read("// mine\n" + PATTERN).problems())
        .singleElement()
        .asString()
        .contains("there are no comments in JSON")
        .doesNotContain("Feature", "ALLOW");
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    JsonRules rules = read("[".repeat(100_000));

    assertThat(rules.problems()).extracting(Problem::id).containsExactly(ProblemId.JSON_SYNTAX);
  }
}
