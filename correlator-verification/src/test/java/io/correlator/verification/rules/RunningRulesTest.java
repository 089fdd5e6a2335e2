package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.rules.Alert;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules do with records that lack something, have too much, or come too late. */
final class RunningRulesTest {
  private static final String PAIR =
      """
      title: Pair
      correlation:
        {type: event_count, rules: a, group-by: [host, user], timespan: 1s, condition: {gte: 2}}
      """;

  private static long counter(Constructs constructs, String name) {
    return constructs.pipeline().statistics().get(0).counters().getOrDefault(name, 0L);
  }

  @Test
  void aRecordWithoutAFieldOfTheKeyIsCountedApart() {
    Constructs pair = Constructs.sigma(PAIR).at(0, "a host=x", "a host=x", "a user=u");

    assertThat(pair.fired()).isEmpty();
    assertThat(counter(pair, "hits.without-key")).isEqualTo(3);
  }

  @Test
  void aRecordWithListsCountsForEachOfItsKeysUpToALimit() {
    Constructs pair = Constructs.sigma(PAIR);
    StringBuilder hosts = new StringBuilder("h0");
    for (int i = 1; i < 20; i++) {
      hosts.append(",h").append(i);
    }

    pair.at(0, "a user=u host=" + hosts, "a user=u host=" + hosts);

    assertThat(pair.fired()).hasSize(16);
    assertThat(counter(pair, "hits.with-too-many-keys")).isEqualTo(2);
  }

  @Test
  void anAliasIsTheFieldOfEachRule() {
    Constructs alias =
        Constructs.sigma(
            """
            title: Alias
            correlation:
              type: temporal
              rules: [a, b]
              group-by: address
              aliases: {address: {a: src, b: dst}}
              timespan: 1s
            """);

    alias.at(0, "a src=1", "b src=1 dst=2").at(1, "b dst=1");

    assertThat(alias.fired()).containsExactly("Alias: address=1 at 1");
  }

  @Test
  void rulesThatACorrelationNamesAreSilentUnlessOneGenerates() {
    String loud = PAIR.replace("timespan", "generate: true, timespan");

    assertThat(Constructs.sigma(PAIR).at(0, "a", "b").fired()).containsExactly("Word b at 0");
    assertThat(Constructs.sigma(PAIR, loud.replace("Pair", "Loud")).at(0, "a").fired())
        .containsExactly("Word a at 0");
  }

  private static List<Double> observed(String type, String condition) {
    return Constructs.sigma(
            """
            title: Values
            correlation: {type: %s, rules: a, timespan: 1s, condition: {field: n, %s}}
            correlator: {rearm: every}
            """
                .formatted(type, condition))
        .at(0, "a n=1", "a n=2.5", "a n=many", "a")
        .at(1_000, "a n=4")
        .alerts()
        .stream()
        .map(Alert::observed)
        .toList();
  }

  @Test
  void valuesAreAddedUpAndAveragedAndRanked() {
    assertThat(observed("value_sum", "gt: 7")).containsExactly(7.5);
    assertThat(observed("value_avg", "gte: 2.5")).containsExactly(2.5);
    assertThat(observed("value_median", "gte: 2.5")).containsExactly(2.5);
    assertThat(observed("value_percentile", "percentile: 100, gte: 3")).containsExactly(4.0);
    assertThat(observed("value_count", "gte: 3")).containsExactly(3.0, 3.0);
  }

  @Test
  void anAlertDoesNotHoldOnToTheBlocksThatItsRecordsWereReadIn() {
    Constructs pair = Constructs.sigma(PAIR.replace("[host, user]", "host"));

    pair.at(0, "a host=x", "a host=x");

    assertThat(pair.alerts().get(0).evidence())
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.compact()).isSameAs(record));
  }

  @Test
  void aLateRecordIsMatchedAndFlaggedButNoWindowSeesIt() {
    Constructs rules = Constructs.sigma(PAIR.replace("[host, user]", "host"));
    LogRecord late = Constructs.record("b host=x").flagged(LogRecord.Flag.LATE);
    LogRecord lateInWindow = Constructs.record("a host=x").flagged(LogRecord.Flag.LATE);

    rules.at(0, "a host=x").pipeline().feed(late).feed(lateInWindow).advance(Duration.ofSeconds(9));

    assertThat(rules.fired()).containsExactly("Word b at 0");
    assertThat(rules.alerts().get(0).flags()).containsExactly(Alert.Flag.LATE);
  }

  @Test
  void aLateAnswerIsNoAnswer() {
    Constructs absence =
        Constructs.sigma(
            """
            title: Missing
            correlation: {type: event_count, rules: a, timespan: 1s, condition: {gte: 1}}
            correlator: {absence: {expected: b}}
            """);
    TestPipeline pipeline = absence.at(0, "a").pipeline();

    pipeline.feed(Constructs.record("b").flagged(LogRecord.Flag.LATE)).advance(Duration.ofDays(1));

    assertThat(absence.fired()).containsExactly("Missing at 1000");
  }
}
