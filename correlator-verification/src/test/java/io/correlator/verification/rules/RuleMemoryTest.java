package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.json.JsonRules;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.sources.format.JsonFormat;
import io.correlator.testkit.TestPipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What rules keep of keys that come from attackers' lines (E3): so many, and no more, whatever
 * comes. Prints what a key takes.
 */
final class RuleMemoryTest {
  private static final int FLOOD =
      Integer.getInteger("correlator.scale", 1) > 1 ? 1_000_000 : 250_000;

  /** How many keys a rule has at most. */
  private static final int MOST_KEYS = 100_000;

  private static final int RULES = 10;
  private static final int WINDOWS = 10_000;

  @TempDir Path folder;

  @Test
  void aFloodOfKeysIsBoundedAndWhatIsPushedOutIsCounted() throws IOException {
    TestPipeline pipeline = running(threshold("flood", 0, 5));
    long before = usedMemory();

    for (int i = 0; i < FLOOD; i++) {
      feed(pipeline, i, 0);
    }

    print("%,d keys, one rule".formatted(FLOOD), pipeline, usedMemory() - before);
    ModuleStatistics statistics = pipeline.statistics().get(0);
    assertThat(statistics.keys()).isBetween(MOST_KEYS / 2L, (long) MOST_KEYS);
    assertThat(statistics.keys() + statistics.evicted()).isEqualTo(FLOOD);
  }

  @Test
  void aFloodDoesNotPushOutAKeyThatIsAboutToFire() throws IOException {
    TestPipeline pipeline = running(threshold("flood", 0, 5));
    for (int i = 0; i < 4; i++) {
      feed(pipeline, -1, 0);
    }
    for (int i = 0; i < 2 * MOST_KEYS; i++) {
      feed(pipeline, i, 0);
    }

    feed(pipeline, -1, 0);

    assertThat(pipeline.events("Alert").size()).isEqualTo(1);
  }

  @Test
  void tenThousandWindowsOfEachRuleAreKept() throws IOException {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < RULES; i++) {
      rules.append(threshold("rule" + i, i, 5)).append('\n');
    }
    TestPipeline pipeline = running(rules.toString());
    long before = usedMemory();

    for (int i = 0; i < 2 * RULES * WINDOWS; i++) {
      feed(pipeline, i / RULES % WINDOWS, i % RULES);
    }

    print(
        "%d rules with %,d windows of two".formatted(RULES, WINDOWS),
        pipeline,
        usedMemory() - before);
    assertThat(pipeline.statistics().get(0).keys()).isEqualTo((long) RULES * WINDOWS);
    assertThat(pipeline.statistics().get(0).evicted()).isZero();
  }

  @Test
  void aKeyHasOneChainForEachStepHoweverManyBegin() throws IOException {
    TestPipeline pipeline = running(sequence("every"));
    for (int i = 0; i < 10_000; i++) {
      feed(pipeline, 1, 0);
    }

    feed(pipeline, 1, 1);

    assertThat(pipeline.statistics().get(0).keys()).isEqualTo(1);
    assertThat(pipeline.events("Alert").size()).isEqualTo(1);
  }

  @Test
  void sequencesThatOnlyBeginAreBoundedAndWhatIsPushedOutIsCounted() throws IOException {
    TestPipeline pipeline = running(sequence("once"));

    for (int i = 0; i < FLOOD; i++) {
      feed(pipeline, i, 0);
    }

    ModuleStatistics statistics = pipeline.statistics().get(0);
    assertThat(statistics.keys()).isBetween(MOST_KEYS / 2L, (long) MOST_KEYS);
    assertThat(statistics.keys() + statistics.evicted()).isEqualTo(FLOOD);
  }

  @Test
  void aWindowMustBeSaidAndIsNotLongerThanAYear() {
    String rule = threshold("r", 0, 5);

    assertThat(problems(rule)).isEmpty();
    assertThat(problems(rule.replace("\"window_seconds\": 3600, ", "")))
        .containsExactly(ProblemId.JSON_RULE_MISSING_KEY);
    assertThat(problems(rule.replace("3600", "31622401")))
        .containsExactly(ProblemId.JSON_RULE_VALUE);
  }

  private static List<ProblemId> problems(String rule) {
    return JsonRules.read("rules.json", rule).problems().stream().map(Problem::id).toList();
  }

  private static String sequence(String rearm) {
    return """
        {"name": "s", "type": "correlation", "severity": "warning", "config": {"conditions": [
        {"field": "parsed.kind", "value": "fail0"}, {"field": "parsed.kind", "value": "fail1"}],
        "ordered": true, "within_seconds": 3600, "group_by": "parsed.user", "rearm": "%s"}}"""
        .formatted(rearm);
  }

  private TestPipeline running(String rules) throws IOException {
    RuleSet set = Rules.load(Files.writeString(folder.resolve("rules.json"), rules));
    assertThat(set.problems()).isEmpty();
    return TestPipeline.running(RulesModule.of(set)).reading(new JsonFormat());
  }

  private static String threshold(String name, int kind, int count) {
    return """
        {"name": "%s", "type": "threshold", "severity": "warning", "config": {"field": \
        "parsed.kind", "value": "fail%d", "count": %d, "window_seconds": 3600, "group_by": \
        ["parsed.user"]}}"""
        .formatted(name, kind, count);
  }

  private static void feed(TestPipeline pipeline, int user, int kind) {
    String line = "{\"kind\": \"fail" + kind + "\", \"user\": \"user" + user + "\"}";
    pipeline.feed(line.getBytes(StandardCharsets.UTF_8));
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void print(String what, TestPipeline pipeline, long memory) {
    ModuleStatistics statistics = pipeline.statistics().get(0);
    System.out.printf(
        "%s: %,d kept, %,d pushed out, %d MiB, %d bytes for each that is kept%n",
        what,
        statistics.keys(),
        statistics.evicted(),
        memory >> 20,
        memory / Math.max(1, statistics.keys()));
  }
}
