package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.module.Module;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.testkit.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RulesTest {
  private static final String IN_ORDER =
      """
      {"name": "Root after failures", "type": "correlation", "severity": "critical",
       "config": {"conditions": [{"field": "raw", "regex": "Failed password"},
                                 {"field": "raw", "regex": "session opened for user root"}],
                  "within_seconds": 300, "ordered": true}}
      """;
  private static final String FAILED = "Failed password for root";
  private static final String OPENED = "session opened for user root";

  @TempDir Path folder;

  private TestPipeline running(String rule) throws IOException {
    Files.writeString(folder.resolve("rules.json"), rule);
    List<String> log = new ArrayList<>();
    RuleSet rules = Rules.load(folder);
    rules.problems().forEach(problem -> log.add(problem.toString()));
    Module module = RulesModule.of(rules);
    assertThat(log).isEmpty();
    return TestPipeline.running(module);
  }

  private static List<String> summaries(TestPipeline pipeline) {
    return pipeline.events().stream().map(EmittedEvent::summary).toList();
  }

  @Test
  void findsStepsInOrder() throws IOException {
    TestPipeline pipeline = running(IN_ORDER);

    pipeline.feed(OPENED, FAILED).advance(Duration.ofMinutes(5)).feed(OPENED);

    assertThat(summaries(pipeline)).containsExactly("Root after failures");
  }

  @Test
  void doesNotFindThemWhenTheWindowHasPassed() throws IOException {
    TestPipeline pipeline = running(IN_ORDER);

    pipeline.feed(FAILED).advance(Duration.ofMillis(300_001)).feed(OPENED);

    assertThat(summaries(pipeline)).isEmpty();
  }
}
