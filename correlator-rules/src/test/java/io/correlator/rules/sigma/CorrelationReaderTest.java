package io.correlator.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.Combination;
import io.correlator.api.state.Condition;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.SequenceSpec;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationOptions.Forbidden;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlReader;
import java.time.Duration;
import java.util.List;
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

  private static String temporal(String type, String condition) {
    return """
        title: T
        correlation: {type: %s, rules: [a, b, c, d], timespan: 1m, condition: %s}
        """
        .formatted(type, condition);
  }

  @Test
  void aConditionMayNameRules() {
    CorrelationRule rule = read(temporal("temporal", "a and (b or c) and not d")).orElseThrow();

    assertThat(problems.all()).isEmpty();
    assertThat(rule.options().combinations())
        .containsExactly(new Combination(0b0011, 0b1000), new Combination(0b0101, 0b1000));
  }

  @Test
  void aNegationIsSpreadOverWhatItNegates() {
    CorrelationRule rule =
        read(temporal("temporal", "a and not (b or not c) and not (a and d)")).orElseThrow();

    assertThat(rule.options().combinations()).containsExactly(new Combination(0b0101, 0b1010));
  }

  @Test
  void aSequenceMayHaveSomeOfItsRules() {
    CorrelationRule rule = read(temporal("temporal_ordered", "{gte: 3}")).orElseThrow();

    assertThat(rule.options().combinations())
        .extracting(Combination::all)
        .containsExactly(0b0111L, 0b1011L, 0b1101L, 0b1110L);
  }

  @ParameterizedTest
  @CsvSource({
    "not a and not b and not c and not d, correlation-condition",
    "a or b or c or not d, correlation-condition",
    "a and not a and b and c and d, correlation-condition",
    "a and nobody, sigma-unknown-selection",
    "a and (b, sigma-condition",
    "{gte: 5}, correlation-value",
  })
  void refusesAConditionThatNamesRulesAndCannotBeDecided(String condition, String id) {
    assertThat(read(temporal("temporal", condition))).isEmpty();

    assertThat(problems.all()).extracting(problem -> problem.id().toString()).contains(id);
  }

  @Test
  void refusesASequenceThatHasTooFewOfItsRules() {
    assertThat(read(temporal("temporal_ordered", "{lt: 3}"))).isEmpty();

    assertThat(ids()).containsExactly(ProblemId.CORRELATION_CONDITION);
  }

  private List<ProblemId> ids() {
    return problems.all().stream().map(Problem::id).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "temporal, a and b and c and d, lookback: 1m",
    "temporal_ordered, a and b and c and d, lookback: 1m",
    "temporal_ordered, a and b and c and not d, until: d",
    "temporal_ordered, a and b and c and not d, ties: strict",
    "temporal_ordered, a and b and c and d, '{lookback: 1m, forbidden: x}'",
  })
  void refusesWhatHasNoMeaningBesideTheCondition(String type, String condition, String own) {
    String map = own.startsWith("{") ? own : "{" + own + "}";

    assertThat(read(temporal(type, condition) + "correlator: " + map + "\n")).isEmpty();

    assertThat(ids()).containsExactly(ProblemId.CORRELATION_CONDITION);
  }

  @Test
  void anAliasIsNeededForWhatIsForbiddenToo() {
    String text =
        """
        title: T
        correlation:
          {type: temporal_ordered, rules: [a, b], timespan: 1m, group-by: n, aliases: {n: {a: x, b: y}}}
        correlator: {until: c}
        """;

    assertThat(read(text)).isEmpty();

    assertThat(problems.all()).extracting(Problem::message).anyMatch(m -> m.contains("'c'"));
  }

  @Test
  void aPercentileThatDoesNotSayWhichIsTheMedian() {
    CorrelationRule rule = read(MANY.replace("value_count", "value_percentile")).orElseThrow();

    assertThat(rule.percent()).isEqualTo(50);
    assertThat(ids()).containsExactly(ProblemId.CORRELATION_PERCENTILE);
  }

  private static final String SEQUENCE =
      """
      title: T
      correlation: {type: temporal_ordered, rules: [a, b, c], timespan: 1m}
      correlator:
        rearm: extend
        suppress: 5m
        max-open: 12h
        quota: 10/1h
        max-keys: 5000
        ties: strict
        forbidden: [x, {rule: y, after: b}, {rule: z, after: 1}]
        until: u
      """;

  @Test
  void readsWhatSigmaHasNoWordsFor() {
    CorrelationOptions options = read(SEQUENCE).orElseThrow().options();

    assertThat(problems.all()).isEmpty();
    assertThat(options.operator().rearm())
        .isEqualTo(
            Rearm.extend()
                .suppress(Duration.ofMinutes(5))
                .maxOpen(Duration.ofHours(12))
                .quota(10, Duration.ofHours(1)));
    assertThat(options.operator().maxKeys()).isEqualTo(5_000);
    assertThat(options.ties()).isEqualTo(SequenceSpec.Ties.STRICT);
    assertThat(options.forbidden())
        .containsExactly(
            new Forbidden("x", 0),
            new Forbidden("x", 1),
            new Forbidden("y", 1),
            new Forbidden("z", 0));
    assertThat(options.until()).containsExactly("u");
  }

  @ParameterizedTest
  @CsvSource({
    "rearm: extend, rearm: never, correlation-value",
    "suppress: 5m, suppress: long, correlation-value",
    "quota: 10/1h, quota: 0/1h, correlation-value",
    "quota: 10/1h, quota: ten, correlation-value",
    "max-keys: 5000, max-keys: -1, correlation-value",
    "max-keys: 5000, max_keys: 5000, correlation-unknown-key",
    "ties: strict, clear: strict, correlation-unknown-key",
    "ties: strict, ties: [], correlation-shape",
    "after: b, after: c, correlation-value",
    "after: b, before: c, correlation-unknown-key",
    "until: u, until: {u: v}, correlation-shape",
  })
  void refusesWhatIsWrongInThem(String right, String wrong, String id) {
    assertThat(read(SEQUENCE.replace(right, wrong))).isEmpty();

    assertThat(problems.all())
        .allSatisfy(problem -> assertThat(problem.position().line()).isGreaterThan(3))
        .extracting(problem -> problem.id().toString())
        .contains(id);
  }

  private static String counting(String condition, String own) {
    return """
        title: T
        correlation: {type: event_count, rules: a, group-by: host, timespan: 1m, condition: %s}
        correlator: %s
        """
        .formatted(condition, own);
  }

  @Test
  void anAbsenceIsACountOfOneThatWaits() {
    CorrelationRule rule =
        read(counting("{gte: 1}", "{absence: {expected: b, pending: restart}}")).orElseThrow();

    assertThat(rule.type()).isEqualTo(CorrelationRule.Type.ABSENCE);
    assertThat(rule.options().expected()).containsExactly("b");
    assertThat(rule.options().pending()).isEqualTo(AbsenceSpec.Pending.RESTART);
  }

  @Test
  void aHeartbeatIsACountOfLessThanOne() {
    CorrelationRule rule =
        read(counting("{lt: 1}", "{heartbeat: {expect: [x, [y]]}}")).orElseThrow();

    assertThat(rule.type()).isEqualTo(CorrelationRule.Type.HEARTBEAT);
    assertThat(rule.options().listed()).containsExactly(List.of("x"), List.of("y"));
  }

  @Test
  void anAlarmIsACountThatIsCleared() {
    CorrelationRule rule =
        read(counting("{gte: 9}", "{clear: {lte: 2, timespan: 5m}}")).orElseThrow();

    assertThat(rule.type()).isEqualTo(CorrelationRule.Type.ALARM);
    assertThat(rule.options().clear())
        .contains(new CorrelationOptions.Clear(2, Duration.ofMinutes(5)));
  }

  @ParameterizedTest
  @CsvSource({
    "{gte: 2}, {absence: {expected: b}}, correlation-condition",
    "{gte: 1}, {absence: {}}, correlation-shape",
    "{gte: 1}, {heartbeat: {}}, correlation-condition",
    "'{lt: 1}', '{heartbeat: {expect: [[x, y]]}}', correlation-shape",
    "{lt: 2}, '{clear: {lte: 0, timespan: 1m}}', correlation-condition",
    "{gte: 2}, '{clear: {lte: 2, timespan: 1m}}', correlation-value",
    "{gte: 2}, '{clear: {lte: 1}}', correlation-shape",
    "{gte: 1}, '{absence: {expected: b}, heartbeat: {}}', correlation-shape",
    "{gte: 1}, '{ties: strict}', correlation-unknown-key",
    "{gte: 1}, '{rearm: every, suppress: 1m}', correlation-value",
    "{gte: 1}, '{max-open: 1h}', correlation-value",
    "{gte: 2}, '{clear: {lte: 1, timespan: 1m}, rearm: every}', correlation-value",
  })
  void refusesWhatContradictsTheCount(String condition, String own, String id) {
    assertThat(read(counting(condition, own))).isEmpty();

    assertThat(problems.all()).extracting(problem -> problem.id().toString()).contains(id);
  }
}
