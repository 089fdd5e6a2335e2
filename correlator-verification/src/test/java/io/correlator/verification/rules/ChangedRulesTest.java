package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.rules.Alert;
import io.correlator.rules.LiveRules;
import io.correlator.rules.RuleChanges;
import io.correlator.rules.json.JsonRules;
import io.correlator.rules.model.Rule;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a change of rules does to what they have seen (semantics of a reload). */
final class ChangedRulesTest {
  private static final String FAILED = "Failed password";

  private static List<Rule> failures(String name, int count, String more) {
    String rule =
        """
        {"name": "%s", "type": "threshold", "severity": "warning",
         "config": {"field": "raw", "regex": "Failed", "count": %d, "window_seconds": 60}%s}
        """
            .formatted(name, count, more);
    return JsonRules.read("test.json", rule).rules();
  }

  private final LiveRules live = LiveRules.of(failures("Many", 3, ""));
  private final TestPipeline pipeline = TestPipeline.running(live);

  private List<Alert> alerts() {
    return pipeline.events().stream()
        .map(EmittedEvent::event)
        .filter(Alert.class::isInstance)
        .map(Alert.class::cast)
        .toList();
  }

  private List<Event> told(String type) {
    return pipeline.engineEvents().stream()
        .map(EmittedEvent::event)
        .filter(event -> event.type().equals(type))
        .toList();
  }

  @Test
  void anAddedRuleSeesWhatComesFromNowOn() {
    pipeline.feed(FAILED);
    live.add(failures("Two", 2, ""));
    pipeline.feed(FAILED);
    assertThat(alerts()).isEmpty();

    pipeline.feed(FAILED);

    assertThat(alerts()).extracting(alert -> alert.rule().title()).containsExactly("Many", "Two");
  }

  @Test
  void aRuleThatIsAddedBeforeTheFirstRecordSeesIt() {
    live.add(failures("One", 1, ""));

    pipeline.feed(FAILED);

    assertThat(alerts()).extracting(alert -> alert.rule().title()).containsExactly("One");
    assertThat(told("ModuleChanged")).hasSize(1);
  }

  @Test
  void theWindowGoesOnWhenOnlyTheRulesTextsChange() {
    pipeline.feed(FAILED, FAILED);
    live.replace(failures("Many", 3, ", \"tags\": [\"attack.t1110\"]"));

    pipeline.feed(FAILED);

    assertThat(alerts()).hasSize(1);
    assertThat(alerts().get(0).rule().tags()).containsExactly("attack.t1110");
    assertThat(alerts().get(0).evidence()).hasSize(3);
    assertThat(alerts().get(0).flags()).isEmpty();
  }

  @Test
  void withALowerThresholdTheNextRecordFires() {
    pipeline.feed(FAILED, FAILED);
    live.replace(failures("Many", 2, ""));
    assertThat(alerts()).isEmpty();

    pipeline.feed(FAILED);

    assertThat(alerts()).hasSize(1);
    assertThat(alerts().get(0).condition()).containsExactly("gte 2");
    assertThat(alerts().get(0).evidence()).hasSize(2);
    assertThat(alerts().get(0).flags()).isEmpty();
  }

  @Test
  void withAHigherThresholdTheWindowGoesOnAndAlertsAreWarmingForItsLength() {
    pipeline.feed(FAILED, FAILED);
    live.replace(failures("Many", 4, ""));
    pipeline.feed(FAILED);
    assertThat(alerts()).isEmpty();

    pipeline.feed(FAILED);

    assertThat(alerts()).hasSize(1);
    assertThat(alerts().get(0).flags()).containsExactly(Alert.Flag.WARMING);
    pipeline.advance(Duration.ofSeconds(61)).feed(FAILED, FAILED, FAILED, FAILED);
    assertThat(alerts()).hasSize(2);
    assertThat(alerts().get(1).flags()).isEmpty();
  }

  private static List<Rule> alarm(int count) {
    return JsonRules.read(
            "alarm.json",
            """
            {"name": "Alarm", "type": "alarm", "severity": "warning",
             "config": {"field": "raw", "regex": "Failed", "count": %d, "window_seconds": 60,
                        "clear_count": 0, "clear_window_seconds": 60}}
            """
                .formatted(count))
        .rules();
  }

  @Test
  void anAlarmKeepsWhatItHasSeenWhenItNeedsFewerOrMore() {
    pipeline.feed("hello");
    live.replace(alarm(9));
    pipeline.feed(FAILED, FAILED);
    assertThat(live.replace(alarm(3)).reset()).isEmpty();

    pipeline.feed(FAILED).advance(Duration.ofSeconds(30));
    live.replace(alarm(5));
    pipeline.feed("hello").advance(Duration.ofSeconds(31));

    assertThat(alerts()).extracting(alert -> alert.rule().title()).contains("Alarm");
    assertThat(pipeline.events().stream().map(EmittedEvent::type)).contains("AlertClosed");
  }

  @Test
  void anAlertThatIsOpenStaysOpen() {
    pipeline.feed(FAILED, FAILED, FAILED);
    assertThat(alerts()).hasSize(1);
    live.replace(failures("Many", 2, ""));

    pipeline.feed(FAILED, FAILED).advance(Duration.ofSeconds(61));

    assertThat(alerts()).hasSize(1);
    assertThat(pipeline.events().stream().map(EmittedEvent::type)).contains("AlertClosed");
  }

  @Test
  void aRuleThatIsDisabledForgets() {
    pipeline.feed(FAILED, FAILED);
    live.disable("Many");
    pipeline.feed("hello");
    live.enable("Many");

    pipeline.feed(FAILED, FAILED);

    assertThat(alerts()).isEmpty();
  }

  @Test
  void theChangeIsToldWithWhatBecameOfTheState() {
    pipeline.feed(FAILED, FAILED);
    RuleChanges changes = live.replace(failures("Many", 3, ", \"description\": \"x\""));
    live.add(failures("More", 9, ""));
    pipeline.feed(FAILED);

    assertThat(changes.changed()).containsExactly("Many");
    List<Event> told = told("ModuleChanged");
    assertThat(told).hasSize(1);
    Fields fields = told.get(0).fields();
    assertThat(fields.get("module")).contains("rules");
    assertThat(fields.get("kept")).contains(1L);
    assertThat(fields.get("begun")).contains(1L);
    assertThat(fields.get("evaluated")).contains(2L);
    assertThat(fields.get("difference.added")).contains(List.of("More/1", "More"));
    assertThat(fields.get("difference.changed")).contains(List.of("Many"));
  }
}
