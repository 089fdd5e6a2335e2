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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The index and plain evaluation, on rules and events that nobody made for either. */
final class IndexedRulesTest {
  /**
   * Every so many events, in a long run all of them: plain evaluation of all rules is what the
   * index is there to avoid.
   */
  private static final int STEP = Integer.getInteger("correlator.scale", 1) > 1 ? 1 : 25;

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
      for (int rule : found) {
        assertThat(matcher.evidence(rule, event)).isEqualTo(plain.get(rule).evidence(event));
      }
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
            events.add(new Remembered(published.mapping().map(FieldsView.of(event))));
          }
        }
      }
    }
    return events;
  }

  /** Looks for each field once: thousands of rules ask for the same ones. */
  private static final class Remembered implements RecordView {
    private final RecordView view;
    private final Map<String, Optional<Object>> values = new HashMap<>();
    private final List<String> texts;

    Remembered(RecordView view) {
      this.view = view;
      this.texts = view.texts();
    }

    @Override
    public @Nullable Object value(String field) {
      return values
          .computeIfAbsent(field, name -> Optional.ofNullable(view.value(name)))
          .orElse(null);
    }

    @Override
    public List<String> texts() {
      return texts;
    }
  }
}
