package io.correlator.verification.rules;

import static io.correlator.rules.dsl.RuleDsl.count;
import static io.correlator.rules.dsl.RuleDsl.field;
import static io.correlator.rules.dsl.RuleDsl.rules;
import static io.correlator.rules.dsl.RuleDsl.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.rules.Alert;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.Level;
import io.correlator.rules.problem.Problems;
import io.correlator.testkit.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule finds the same whether it is written in JSON, in Sigma or in Java. */
final class ThreeWaysTest {
  private static final String JSON =
      """
      {"name": "many", "type": "threshold", "severity": "critical",
       "config": {"field": "raw", "regex": "Failed", "count": 3, "window_seconds": 60}}
      {"name": "taken", "type": "correlation", "severity": "critical",
       "config": {"conditions": [{"field": "raw", "regex": "Failed"},
                                 {"field": "raw", "regex": "Opened"}],
                  "within_seconds": 30, "ordered": true}}
      """;
  private static final String SIGMA =
      """
      title: failed
      name: failed
      logsource: {product: test}
      detection: {keywords: {'|re': Failed}, condition: keywords}
      ---
      title: opened
      name: opened
      logsource: {product: test}
      detection: {keywords: {'|re': Opened}, condition: keywords}
      ---
      title: many
      name: many
      correlation: {type: event_count, rules: failed, timespan: 60s, condition: {gte: 3}}
      level: critical
      ---
      title: taken
      name: taken
      correlation: {type: temporal_ordered, rules: [failed, opened], timespan: 30s}
      level: critical
      """;

  private static final String MAPPING =
      """
      title: All that this test writes
      log-sources:
        - product: test
          when: {message|contains: [Failed, Opened]}
      """;

  @TempDir Path folder;

  private static RuleSet inJava() {
    return RuleSet.of(
        rules(
            count("many")
                .of(field("raw").matches("Failed"))
                .atLeast(3)
                .within(Duration.ofMinutes(1))
                .level(Level.CRITICAL),
            sequence("taken")
                .step(field("raw").matches("Failed"))
                .step(field("raw").matches("Opened"))
                .within(Duration.ofSeconds(30))
                .level(Level.CRITICAL)));
  }

  private RuleSet inFile(String name, String text) throws IOException {
    Mapping mapping = Mapping.read("test", MAPPING, new Problems()).orElseThrow();
    return Rules.load(mapping, List.of(Files.writeString(folder.resolve(name), text)));
  }

  private static List<EmittedEvent> found(RuleSet rules) {
    assertThat(rules.problems()).isEmpty();
    TestPipeline pipeline = TestPipeline.running(RulesModule.of(rules));
    pipeline.feed("Failed").advance(Duration.ofSeconds(20)).feed("Failed", "Opened");
    pipeline.advance(Duration.ofSeconds(40)).feed("Failed", "Failed", "Opened");
    pipeline.advance(Duration.ofMinutes(2)).finish();
    return pipeline.events().stream().toList();
  }

  /** All but how a language calls conditions. */
  private static List<String> told(List<EmittedEvent> events) {
    return events.stream()
        .map(
            event ->
                event.event() instanceof Alert alert
                    ? "%s %s %s %s %s %s %s %s"
                        .formatted(
                            event.id(),
                            alert.id(),
                            alert.summary(),
                            alert.severity(),
                            alert.firstSeen(),
                            alert.timestamp(),
                            alert.observed(),
                            alert.evidence().stream().map(record -> record.id()).toList())
                    : event.id() + " " + event.event() + " " + event.evidence().size())
        .toList();
  }

  @Test
  void aRuleInJavaFindsWhatTheSameRuleInJsonFinds() throws IOException {
    List<EmittedEvent> events = found(inJava());

    assertThat(events).hasSizeGreaterThan(2);
    assertThat(told(events)).isEqualTo(told(found(inFile("rules.json", JSON))));
    assertThat(events.stream().map(event -> event.fields().toString()))
        .isEqualTo(
            found(inFile("rules.json", JSON)).stream()
                .map(event -> event.fields().toString())
                .toList());
  }

  @Test
  void aRuleInSigmaFindsWhatTheSameRuleInJsonFinds() throws IOException {
    assertThat(told(found(inFile("rules.yml", SIGMA))))
        .isEqualTo(told(found(inFile("rules.json", JSON))));
  }
}
