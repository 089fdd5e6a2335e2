package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.rules.Alert;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.model.DetectionRule;
import io.correlator.sources.format.AutoFormat;
import io.correlator.testkit.TestPipeline;
import io.correlator.verification.sshd.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Correlation rules that others published, on the events that they recorded for them. */
final class PublishedCorrelationsTest {
  /**
   * Its filter names {@code TicketOptions: 0x50800000}, which all 46 events have. What was expected
   * was found by a reader of YAML for which that is the number 1350565888; here, scalars stay as
   * they are written.
   */
  private static final String FILTERED_BY_HEX =
      "mdecrevoisier/win-ad-Kerberos_brutforce_enumeration_with_unexisting_users.yaml";

  private static final FormatContext CONTEXT =
      new FormatContext(ZoneOffset.UTC, Instant.parse("2026-03-05T00:00:00Z"));

  @Test
  void eachMatchesItsEventsAndFiresWhereItsThresholdIsMet() throws IOException {
    List<String> wrong = new ArrayList<>();
    int lines = 0;
    int fired = 0;
    for (JsonNode expected : Corpora.jsonLines("sigma/correlation/expected-mdecrevoisier.jsonl")) {
      lines++;
      RuleSet rules =
          Rules.load(Corpora.file("sigma/correlation/" + expected.get("rule_file").asText()));
      Path events = Corpora.file(expected.get("data_file").asText());
      List<Integer> matches = new ArrayList<>();
      Map<String, String> firings = firings(rules, events, matches);
      if (expected.get("rule_file").asText().equals(FILTERED_BY_HEX)) {
        assertThat(matches).isEmpty();
        assertThat(firings).isEmpty();
        continue;
      }
      if (!matches.equals(numbers(expected.get("base_matches_event_indexes")))) {
        wrong.add(expected + " matched " + matches);
      }
      if (!firings.equals(expectedFirings(expected))) {
        wrong.add(expected + " fired " + firings);
      }
      fired += firings.size();
    }
    System.out.printf("%d correlations on recorded events, %d fired%n", lines, fired);

    assertThat(wrong).isEmpty();
    assertThat(lines).isEqualTo(17);
    assertThat(fired).isEqualTo(1);
  }

  /** By key, the record that completed the first alert; adds what the base rule matches. */
  private static Map<String, String> firings(RuleSet rules, Path events, List<Integer> matches)
      throws IOException {
    DetectionRule base = (DetectionRule) rules.rules().get(0);
    Evaluator evaluator = Evaluator.of(base.predicate());
    List<String> lines = Files.readAllLines(events);
    TestPipeline pipeline =
        TestPipeline.running(RulesModule.of(rules))
            .reading(new AutoFormat(), CONTEXT)
            .ordering(Duration.ofDays(1));
    lines.forEach(pipeline::feed);
    pipeline.finish();
    for (int i = 0; i < lines.size(); i++) {
      var record = rules.mapping().map(RecordedEvents.read(lines.get(i)));
      if (record.isOf(base.logSource()) && evaluator.matches(record)) {
        matches.add(i);
      }
    }
    Map<String, String> firings = new TreeMap<>();
    for (var event : pipeline.events("Alert")) {
      Alert alert = (Alert) event.event();
      List<LogRecord> evidence = alert.evidence();
      firings.putIfAbsent(
          key(alert), evidence.get(evidence.size() - 1).field("EventRecordID").orElse(""));
    }
    return firings;
  }

  private static String key(Alert alert) {
    StringBuilder key = new StringBuilder();
    alert.key().forEach((name, value) -> key.append(value));
    return key.toString();
  }

  private static Map<String, String> expectedFirings(JsonNode expected) {
    Map<String, String> firings = new TreeMap<>();
    for (JsonNode group : expected.get("groups")) {
      if (group.get("fires").asBoolean()) {
        firings.put(
            group.get("key").get(0).asText(), group.get("first_fire_at_EventRecordID").asText());
      }
    }
    return firings;
  }

  private static List<Integer> numbers(JsonNode list) {
    List<Integer> numbers = new ArrayList<>();
    list.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }
}
