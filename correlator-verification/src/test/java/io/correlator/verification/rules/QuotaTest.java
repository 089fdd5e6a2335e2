package io.correlator.verification.rules;

import static io.correlator.rules.dsl.RuleDsl.absence;
import static io.correlator.rules.dsl.RuleDsl.count;
import static io.correlator.rules.dsl.RuleDsl.field;
import static io.correlator.rules.dsl.RuleDsl.rules;
import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.state.Rearm;
import io.correlator.core.Correlator;
import io.correlator.rules.RuleSet;
import io.correlator.rules.RulesModule;
import io.correlator.sources.format.JsonFormat;
import io.correlator.testkit.LinesSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A quota limits the alerts of a rule over all keys, however many threads look at them (E9). */
final class QuotaTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final int SECONDS = 3;
  private static final int RATE = 2_000;
  private static final int QUOTA = 10;

  /** Each record has a key that was never seen before. */
  private static List<String> flood() {
    return IntStream.range(0, SECONDS * RATE)
        .mapToObj(
            i ->
                "{\"timestamp\": \"%s\", \"user\": \"user%d\"}"
                    .formatted(START.plusMillis(i * 1000L / RATE), i))
        .toList();
  }

  private static RuleSet sparing() {
    Rearm each = Rearm.every().quota(QUOTA, Duration.ofSeconds(1));
    return RuleSet.of(
        rules(
            count("flood")
                .of(field("user").startsWith("user"))
                .atLeast(1)
                .within(Duration.ofSeconds(1))
                .by("user")
                .rearm(each),
            absence("gone")
                .after(field("user").startsWith("user"))
                .expect(field("user").equalTo("nobody"))
                .within(Duration.ofMillis(500))
                .by("user")
                .rearm(each)));
  }

  private static List<String> told(int partitions) {
    List<String> told = new ArrayList<>();
    Correlator engine =
        Correlator.builder()
            .partitions(partitions)
            .source(new LinesSource("flood", new JsonFormat(), flood()))
            .module(RulesModule.of(sparing()))
            .listener(
                Listener.of(
                    "told",
                    Interest.inTypes("Alert", "AlertQuotaExceeded"),
                    event -> told.add(event.id() + " " + event.timestamp() + event.summary())))
            .build();
    engine.run();
    assertThatLedger(engine).isBalanced();
    return told;
  }

  @Test
  void holdsForARuleOverAllKeys() {
    assertThat(told(1))
        .filteredOn(text -> text.contains("flood") && !text.contains("no more alerts"))
        .hasSize(SECONDS * QUOTA);
  }

  @Test
  void holdsForWhatTimeDecidesToo() {
    assertThat(told(1))
        .filteredOn(text -> text.contains("gone") && !text.contains("no more alerts"))
        .hasSizeBetween((SECONDS - 1) * QUOTA, SECONDS * QUOTA);
  }

  @Test
  void isTheSameForAnyNumberOfPartitions() {
    List<String> alone = told(1);

    assertThat(told(2)).isEqualTo(alone);
    assertThat(told(4)).isEqualTo(alone);
  }
}
