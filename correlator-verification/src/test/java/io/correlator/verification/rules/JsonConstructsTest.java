package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.RuleSet;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The constructs of the JSON language at the edges of a window of one second. */
final class JsonConstructsTest {
  private static String rule(String type, String config) {
    return """
        {"name": "T", "type": "%s", "severity": "warning", "config": {%s}}
        """
        .formatted(type, config)
        .replaceAll("'(\\w)'", "{\"field\": \"parsed.word\", \"value\": \"$1\"}");
  }

  private static Constructs json(String type, String config) {
    return Constructs.json(rule(type, config));
  }

  @Test
  void someOfTheConditionsAreEnough() {
    assertThat(
            json(
                    "correlation",
                    "\"conditions\": ['a', 'b', 'c'], \"at_least\": 2, \"within_seconds\": 1")
                .at(0, "c")
                .at(1_000, "a")
                .fired())
        .containsExactly("T at 1000");
  }

  private static Constructs unless() {
    return json(
        "correlation",
        "\"conditions\": ['a', 'b'], \"unless\": ['c'], \"lookback_seconds\": 1,"
            + " \"within_seconds\": 1");
  }

  @Test
  void whatMustNotComeIsAwaitedAndLookedForBefore() {
    assertThat(unless().at(0, "a", "b").until(5_000).fired()).containsExactly("T at 1000");
    assertThat(unless().at(0, "a", "b").at(1_000, "c").until(5_000).fired()).isEmpty();
    assertThat(unless().at(0, "a", "b").at(1_001, "c").until(5_000).fired())
        .containsExactly("T at 1000");
    assertThat(unless().at(0, "c").at(1_000, "a", "b").until(5_000).fired()).isEmpty();
    assertThat(unless().at(0, "c").at(1_001, "a", "b").until(5_000).fired())
        .containsExactly("T at 2001");
  }

  private static Constructs sequence() {
    return json(
        "correlation",
        "\"conditions\": ['a', 'b'], \"ordered\": true, \"forbidden\": ['c'], \"until\": ['d'],"
            + " \"strict\": true, \"within_seconds\": 1");
  }

  @Test
  void aSequenceHasForbiddenAndEndingConditions() {
    assertThat(sequence().at(0, "a").at(1_000, "b").fired()).containsExactly("T at 1000");
    assertThat(sequence().at(0, "a").at(1_001, "b").fired()).isEmpty();
    assertThat(sequence().at(0, "a").at(1, "c").at(2, "b").fired()).isEmpty();
    assertThat(sequence().at(0, "a").at(1, "d").at(2, "b").fired()).isEmpty();
    assertThat(sequence().at(0, "a", "b").fired()).isEmpty();
  }

  private static Constructs absence() {
    return json("absence", "\"condition\": 'a', \"expected\": ['b', 'c'], \"within_seconds\": 1");
  }

  @Test
  void anAbsenceFiresAtItsDeadline() {
    assertThat(absence().at(0, "a").at(1_000, "c").until(5_000).fired()).isEmpty();
    assertThat(absence().at(0, "a").at(1_001, "b").until(5_000).fired())
        .containsExactly("T at 1000");
    assertThat(absence().at(0, "a").until(5_000).alerts().get(0).absent())
        .extracting(absent -> absent.rule())
        .containsExactly("T/2", "T/3");
  }

  @Test
  void aHeartbeatWatchesWhatIsListed() {
    assertThat(
            json(
                    "heartbeat",
                    "\"condition\": 'a', \"window_seconds\": 1, \"group_by\": \"parsed.host\","
                        + " \"expect\": [\"x\", \"y\"]")
                .at(0, "a host=x")
                .at(1_000, "a host=x", "a host=z")
                .until(1_900)
                .fired())
        .containsExactly("T: parsed.host=y at 1000");
  }

  @Test
  void anAlarmIsRaisedAndCleared() {
    Constructs alarm =
        json(
            "alarm",
            "\"condition\": 'a', \"count\": 2, \"window_seconds\": 1, \"clear_count\": 0,"
                + " \"clear_window_seconds\": 2");

    alarm.at(0, "a").at(1_000, "a").until(5_000);

    assertThat(alarm.fired()).containsExactly("T at 1000");
    assertThat(alarm.events("AlertClosed"))
        .extracting(event -> Constructs.millis(event.timestamp()))
        .containsExactly(3_001L);
  }

  @Test
  void aRuleMayTellEachTimeUpToAQuota() {
    Constructs every =
        json(
            "threshold",
            "\"condition\": 'a', \"count\": 2, \"window_seconds\": 1, \"rearm\": \"every\","
                + " \"quota\": {\"count\": 2, \"window_seconds\": 60}, \"max_keys\": 10");

    every.at(0, "a", "a", "a", "a");

    assertThat(every.fired()).containsExactly("T at 0", "T at 0");
    assertThat(every.events("AlertQuotaExceeded")).hasSize(1);
  }

  @Test
  void aConditionMayNameARule() {
    String bursts =
        rule("threshold", "\"condition\": 'a', \"count\": 2, \"window_seconds\": 1")
            .replace("\"T\"", "\"burst\"");
    String then =
        rule(
            "correlation",
            "\"conditions\": [{\"rule\": \"burst\"}, 'b'], \"ordered\": true,"
                + " \"within_seconds\": 1");

    assertThat(Constructs.json(bursts + then).at(0, "a", "a", "b").fired())
        .containsExactly("T at 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "absence | 'condition': a, 'within_seconds': 1 | json-rule-missing-key",
        "absence | 'condition': a, 'expected': [], 'within_seconds': 1 | json-rule-value",
        "absence | 'condition': a, 'expected': b, 'window': 1 | json-rule-unknown-key",
        "heartbeat | 'condition': a, 'window_seconds': 1, 'expect': ['x'] | json-rule-value",
        "heartbeat | 'condition': a, 'window_seconds': 1, 'expect': 'x' | json-rule-shape",
        "alarm | 'condition': a, 'count': 2, 'window_seconds': 1, 'clear_count': 2 | json-rule-value",
        "threshold | 'condition': a, 'count': 2, 'window_seconds': 1, 'rearm': 'no' | json-rule-value",
        "threshold | 'condition': a, 'count': 2, 'window_seconds': 1, 'quota': 5 | json-rule-shape",
        "threshold | 'condition': {'rule': 'x', 'value': 'y'}, 'count': 2, 'window_seconds': 1 | json-rule-value",
        "threshold | 'condition': {'rule': 'x'}, 'count': 2, 'window_seconds': 1 | correlation-unknown-rule",
        "correlation | 'conditions': [a], 'within_seconds': 1, 'until': [b] | json-rule-unknown-key",
        "correlation | 'conditions': [a], 'within_seconds': 1, 'at_least': 2 | json-rule-value",
      })
  void refusesWhatIsWrong(String type, String config, String id) {
    String text =
        """
        {"name": "T", "type": "%s", "severity": "warning", "config": {%s}}
        """
            .formatted(
                type,
                config
                    .replace('\'', '"')
                    .replaceAll(
                        "(?<![\"\\w])([ab])(?![\"\\w])",
                        "{\"field\": \"parsed.word\", \"value\": \"$1\"}"));
    RuleSet set = Constructs.load("rules.json", text);

    assertThat(set.rules()).noneMatch(rule -> rule.metadata().title().equals("T"));
    assertThat(set.problems())
        .filteredOn(Problem::isError)
        .extracting(Problem::id)
        .extracting(ProblemId::toString)
        .contains(id);
  }
}
