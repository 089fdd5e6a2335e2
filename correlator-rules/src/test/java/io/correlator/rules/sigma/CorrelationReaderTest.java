package io.correlator.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.state.Condition;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CorrelationReaderTest {
  private static final String MANY =
      """
      title: Many users
      name: many_users
      correlation:
        type: value_count
        rules: failed_login
        group-by: [host]
        timespan: 5m
        condition:
          field: user
          gte: 3
      """;

  private final Problems problems = new Problems();

  private Optional<CorrelationRule> read(String text) {
    YamlNode document = YamlReader.read("rules.yml", text, problems).get(0);
    return CorrelationReader.read((YamlNode.Entries) document, problems);
  }

  @Test
  void readsTypeRulesKeyTimeAndCondition() {
    CorrelationRule rule = read(MANY).orElseThrow();

    assertThat(problems.all()).isEmpty();
    assertThat(rule.type()).isEqualTo(CorrelationRule.Type.VALUE_COUNT);
    assertThat(rule.rules()).containsExactly("failed_login");
    assertThat(rule.groupBy()).containsExactly("host");
    assertThat(rule.timespan()).isEqualTo(Duration.ofMinutes(5));
    assertThat(rule.condition()).isEqualTo(Condition.atLeast(3));
    assertThat(rule.fields()).containsExactly("user");
    assertThat(rule.generate()).isFalse();
  }

  @Test
  void twoBoundsMustBothHold() {
    CorrelationRule rule = read(MANY.replace("gte: 3", "gt: 2\n    lte: 7.5")).orElseThrow();

    assertThat(rule.condition()).isEqualTo(Condition.moreThan(2).and(Condition.atMost(7.5)));
  }

  @Test
  void withoutAConditionAllRulesOfATemporalOneMustMatch() {
    CorrelationRule rule =
        read("""
                title: All
                correlation:
                  type: temporal
                  rules: [a, b, c]
                  timespan: 1h
                  generate: true
                  aliases:
                    address: {a: src_ip, b: dst_ip, c: ip}
                  group-by: address
                """)
            .orElseThrow();

    assertThat(rule.condition()).isEqualTo(Condition.atLeast(3));
    assertThat(rule.generate()).isTrue();
    assertThat(rule.aliases())
        .isEqualTo(Map.of("address", Map.of("a", "src_ip", "b", "dst_ip", "c", "ip")));
  }

  @ParameterizedTest
  @CsvSource({"30s, 30", "2h, 7200", "1d, 86400", "1w, 604800", "1M, 2629746", "1m, 60"})
  void tellsMinutesFromMonths(String timespan, long seconds) {
    assertThat(read(MANY.replace("5m", timespan)).orElseThrow().timespan())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "value_count, value_cuont, correlation-value",
    "rules: failed_login, rules: [], correlation-shape",
    "timespan: 5m, timespan: 5 minutes, correlation-value",
    "timespan: 5m, timespan: 0s, correlation-value",
    "timespan: 5m, time: 5m, correlation-unknown-key",
    "gte: 3, at_least: 3, correlation-unknown-key",
    "gte: 3, gte: many, correlation-value",
    "gte: 3, gte: 70000, correlation-value",
    "gte: 3, percentile: 3, correlation-unknown-key",
    "field: user, gt: 1, correlation-shape",
  })
  void refusesWhatIsWrong(String right, String wrong, String id) {
    assertThat(read(MANY.replace(right, wrong))).isEmpty();

    assertThat(problems.all()).extracting(problem -> problem.id().toString()).contains(id);
  }

  @Test
  void refusesAnAliasThatARuleHasNoFieldFor() {
    String text = MANY + "  aliases:\n    address: {other: ip}\n";

    assertThat(read(text)).isEmpty();

    assertThat(problems.all()).extracting(Problem::message).anyMatch(m -> m.contains("no field"));
  }

  @Test
  void saysThatConditionsWhichNameRulesAreNotThereYet() {
    read(
        "title: T\ncorrelation: {type: temporal, rules: [a, b], timespan: 1m, condition: a and b}");

    assertThat(problems.all())
        .extracting(Problem::id)
        .containsExactly(ProblemId.CORRELATION_UNSUPPORTED);
  }
}
