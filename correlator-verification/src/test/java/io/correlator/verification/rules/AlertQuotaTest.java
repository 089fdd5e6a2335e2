package io.correlator.verification.rules;

import static io.correlator.rules.dsl.RuleDsl.field;
import static io.correlator.rules.dsl.RuleDsl.pattern;
import static io.correlator.rules.dsl.RuleDsl.rules;
import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.state.Quota;
import io.correlator.core.Correlator;
import io.correlator.rules.LiveRules;
import io.correlator.rules.RuleSet;
import io.correlator.rules.RulesModule;
import io.correlator.sources.format.JsonFormat;
import io.correlator.testkit.LinesSource;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A quota limits the alerts of a rule about single records, too (E9). */
final class AlertQuotaTest {
  private static final Instant START = TestPipeline.START;
  private static final int SECONDS = 3 * Integer.getInteger("correlator.scale", 1);
  private static final int RATE = 5_000;
  private static final int QUOTA = 100;
  private static final Quota EACH = new Quota(QUOTA, Duration.ofSeconds(1));

  /** What rules about single records with and without a quota tell of a flood. */
  private static List<String> told(RulesModule module, int partitions) {
    List<String> flood =
        IntStream.range(0, SECONDS * RATE)
            .mapToObj(
                i ->
                    "{\"timestamp\": \"%s\", \"user\": \"user%d\"}"
                        .formatted(START.plusMillis(i * 1000L / RATE), i))
            .toList();
    List<String> told = new ArrayList<>();
    Correlator engine =
        Correlator.builder()
            .partitions(partitions)
            .source(new LinesSource("flood", new JsonFormat(), flood))
            .module(module)
            .listener(
                Listener.of(
                    "told",
                    Interest.inTypes("Alert", "AlertQuotaExceeded", "AlertsNotTold"),
                    event ->
                        told.add(
                            event.id()
                                + " "
                                + event.timestamp()
                                + " "
                                + event.type()
                                + " "
                                + event.summary())))
            .build();
    engine.run();
    assertThatLedger(engine).isBalanced();
    return told;
  }

  private static RulesModule module() {
    return RulesModule.of(
        RuleSet.of(
            rules(
                pattern("sparing")
                    .when(field("user").startsWith("user"))
                    .quota(QUOTA, Duration.ofSeconds(1)),
                pattern("rarely")
                    .when(field("user").endsWith("00"))
                    .quota(2, Duration.ofMinutes(1)),
                pattern("thousandth").when(field("user").endsWith("000")))));
  }

  private static long count(List<String> told, String text) {
    return told.stream().filter(each -> each.contains(text)).count();
  }

  @Test
  void tellsTheFirstOfEachWindowAndOneNotice() {
    List<String> told = told(module(), 1);

    assertThat(count(told, " Alert sparing")).isEqualTo((long) SECONDS * QUOTA);
    assertThat(count(told, " AlertQuotaExceeded sparing")).isEqualTo(SECONDS);
    assertThat(count(told, " Alert rarely")).isEqualTo(2);
    assertThat(count(told, " AlertQuotaExceeded rarely")).isEqualTo(1);
    assertThat(count(told, " Alert thousandth")).isEqualTo((SECONDS * RATE - 1) / 1000);
  }

  @Test
  void isTheSameForAnyNumberOfPartitions() {
    List<String> alone = told(module(), 1);

    assertThat(told(module(), 2)).isEqualTo(alone);
    assertThat(told(module(), 4)).isEqualTo(alone);
  }

  @Test
  void aQuotaForAllIsThatOfRulesWithoutOne() {
    List<String> told = told(module().quota(new Quota(1, Duration.ofSeconds(1))), 1);

    assertThat(count(told, " Alert sparing")).isEqualTo((long) SECONDS * QUOTA);
    // There is one each 200 ms. The window is closed: a second after one that is told, none is.
    assertThat(count(told, " Alert thousandth"))
        .isEqualTo(1 + ((SECONDS * RATE - 1) / 1000 - 1) / 6);
  }

  private static TestPipeline pipeline(int alerts) {
    return TestPipeline.running(
        RulesModule.of(
            RuleSet.of(
                rules(
                    pattern("p")
                        .when(field("raw").contains("x"))
                        .quota(alerts, Duration.ofSeconds(10))))));
  }

  private static List<String> summaries(TestPipeline pipeline) {
    return pipeline.events().stream().map(event -> event.type() + " " + event.summary()).toList();
  }

  @Test
  void whatWasNotToldIsCountedAndTheNumberToldWhenTheWindowIsOver() {
    TestPipeline pipeline = pipeline(2).feed("x", "x", "x").advance(Duration.ofSeconds(10));

    pipeline.feed("x").advance(Duration.ofMillis(1)).feed("x");

    assertThat(summaries(pipeline))
        .containsExactly(
            "Alert p",
            "Alert p",
            "AlertQuotaExceeded p; no more alerts of this rule are told for a while",
            "AlertsNotTold p; 2 more alerts were not told",
            "Alert p");
    assertThat(pipeline.statistics().get(0).counters()).containsEntry("alerts.over-quota", 2L);
  }

  @Test
  void aFloodOfLateRecordsUsesItUpToo() {
    TestPipeline pipeline = pipeline(2);

    for (int i = 0; i < 5; i++) {
      pipeline.feed(Constructs.record("x").flagged(LogRecord.Flag.LATE));
    }

    assertThat(summaries(pipeline)).filteredOn("Alert p"::equals).hasSize(2);
  }

  @Test
  void rulesThatAreEditedKeepTheQuotaForAll() {
    LiveRules live = LiveRules.of(rules(pattern("p").when(field("raw").contains("x")))).quota(EACH);
    live.add(rules(pattern("q").when(field("raw").contains("y"))));
    TestPipeline pipeline = TestPipeline.running(live.current());

    IntStream.range(0, 2 * QUOTA).forEach(i -> pipeline.feed("y"));

    assertThat(summaries(pipeline)).filteredOn("Alert q"::equals).hasSize(QUOTA);
  }
}
