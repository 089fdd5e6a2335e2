package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.index.Matcher;
import io.correlator.rules.index.RuleIndex;
import io.correlator.rules.mapping.FieldsView;
import io.correlator.rules.model.DetectionRule;
import io.correlator.verification.sshd.Corpora;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The index and plain evaluation, on rules and events that nobody made for either. */
final class IndexedRulesTest {
  /** Every so many events: plain evaluation of all rules is what the index is there to avoid. */
  private static final int STEP = 250;

  @Test
  void theIndexAgreesWithPlainEvaluationOnAllPublishedRules() {
    PublishedRules published = PublishedRules.in("sigma/rules");
    List<Predicate> rules = published.rules().stream().map(DetectionRule::predicate).toList();
    List<Evaluator> plain = rules.stream().map(Evaluator::of).toList();
    RuleIndex index = RuleIndex.of(rules);
    Matcher matcher = index.matcher();
    List<RecordView> events = events(published);
    long hits = 0;

    for (RecordView event : events) {
      List<Integer> found = new ArrayList<>();
      matcher.match(event, found::add);
      assertThat(found)
          .isEqualTo(
              IntStream.range(0, rules.size())
                  .filter(rule -> plain.get(rule).matches(event))
                  .boxed()
                  .toList());
      hits += found.size();
    }

    System.out.printf(
        "%s; %d events, %d hits, %d candidates an event%n",
        index.summary(), events.size(), hits, matcher.evaluated() / events.size());
    assertThat(hits).isPositive();
  }

  private static List<RecordView> events(PublishedRules published) {
    List<RecordView> events = new ArrayList<>();
    int next = 0;
    for (String folder : List.of("windows-events/evtx-to-mitre", "windows-events/otrf")) {
      for (JsonNode each : Corpora.jsonLines(folder + "/index.jsonl")) {
        for (var event :
            WindowsEvents.read(Corpora.file(folder + "/" + each.get("file").asText()))) {
          if (next++ % STEP == 0) {
            events.add(published.mapping().map(FieldsView.of(event)));
          }
        }
      }
    }
    return events;
  }
}
