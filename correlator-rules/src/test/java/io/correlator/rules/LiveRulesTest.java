package io.correlator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.module.Module;
import io.correlator.rules.json.JsonRules;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveRulesTest {
  private static final String PATTERN =
      """
      {"name": "Root", "type": "pattern", "severity": "info",
       "config": {"field": "raw", "regex": "root"}}
      """;
  private static final String THRESHOLD =
      """
      {"name": "Many", "type": "threshold", "severity": "warning",
       "config": {"field": "raw", "regex": "Failed", "count": 5, "window_seconds": 60}}
      """;
  private static final String LOGIN =
      """
      title: Failed login
      name: failed_login
      logsource: {product: linux, service: sshd}
      detection:
        keywords: ['Failed password']
        condition: keywords
      """;
  private static final String LOGINS =
      """
      title: Many failed logins
      name: many_logins
      correlation: {type: event_count, rules: failed_login, timespan: 1m, condition: {gte: 3}}
      """;
  private static final String FILTER =
      """
      title: Not from our scanner
      name: scanner
      logsource: {product: linux, service: sshd}
      filter:
        rules: [failed_login]
        selection:
          src_ip: 192.0.2.1
        condition: not selection
      """;

  @TempDir Path folder;

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static List<Rule> json(String text) {
    return JsonRules.read("by-hand.json", text).rules();
  }

  private static List<String> keys(LiveRules live) {
    return live.rules().rules().stream().map(rule -> rule.metadata().key()).toList();
  }

  private static List<ProblemId> ids(RuleChanges changes) {
    return changes.problems().stream().map(Problem::id).toList();
  }

  @Test
  void reloadTellsWhatIsNewWhatIsGoneAndWhatIsDifferent() throws IOException {
    file("a.json", PATTERN);
    file("b.json", THRESHOLD);
    file("c.json", PATTERN.replace("Root", "Gone"));
    LiveRules live = LiveRules.load(folder);
    file("a.json", PATTERN.replace("\"info\"", "\"critical\""));
    Files.delete(folder.resolve("c.json"));
    file("d.json", PATTERN.replace("Root", "New"));

    RuleChanges changes = live.reload();

    assertThat(changes.added()).containsExactly("New");
    assertThat(changes.changed()).containsExactly("Root");
    assertThat(changes.reset()).isEmpty();
    assertThat(changes.removed()).containsExactly("Gone");
    assertThat(changes.unchanged()).isEqualTo(2);
    assertThat(changes.problems()).isEmpty();
  }

  @Test
  void reloadOfTheSameFilesLeavesTheModuleAsItIs() throws IOException {
    file("b.json", THRESHOLD);
    LiveRules live = LiveRules.load(folder);
    Module before = live.current();
    file("b.json", "\n\n" + THRESHOLD);

    assertThat(live.reload().isEmpty()).isTrue();

    assertThat(live.current()).isSameAs(before);
  }

  @Test
  void aWindowBeginsAnewIfWhatItLooksForIsDifferent() throws IOException {
    file("b.json", THRESHOLD);
    LiveRules live = LiveRules.load(folder);
    file("b.json", THRESHOLD.replace("Failed", "failed"));

    RuleChanges changes = live.reload();

    assertThat(changes.changed()).containsExactly("Many/1");
    assertThat(changes.reset()).containsExactly("Many");
  }

  @Test
  void aWindowGoesOnIfOnlyTheThresholdIsDifferent() throws IOException {
    file("b.json", THRESHOLD);
    LiveRules live = LiveRules.load(folder);
    file("b.json", THRESHOLD.replace("5", "4").replace("\"warning\"", "\"info\""));

    RuleChanges changes = live.reload();

    assertThat(changes.changed()).containsExactly("Many");
    assertThat(changes.reset()).isEmpty();
  }

  @Test
  void aBrokenFileLeavesItsRulesAtWorkAndSaysWhy() throws IOException {
    file("a.json", PATTERN);
    file("b.json", THRESHOLD);
    LiveRules live = LiveRules.load(folder);
    file("b.json", THRESHOLD.replace("\"count\": 5", "\"count\": \"many\""));

    RuleChanges changes = live.reload();

    assertThat(changes.isEmpty()).isTrue();
    assertThat(changes.hasErrors()).isTrue();
    assertThat(changes.problems().get(0).position().file()).endsWith("b.json");
    assertThat(keys(live)).containsExactlyInAnyOrder("Root", "Many/1", "Many");
  }

  @Test
  void aBrokenRuleStaysAsItWasThroughSeveralReloadsWhileOthersOfItsFileChange() throws IOException {
    file("a.json", PATTERN + THRESHOLD);
    LiveRules live = LiveRules.load(folder);
    file("a.json", PATTERN.replace("\"root\"", "\"(\"") + THRESHOLD.replace("5", "4"));
    live.reload();
    file("a.json", PATTERN.replace("\"root\"", "\"[\"") + THRESHOLD.replace("5", "3"));

    RuleChanges changes = live.reload();

    assertThat(changes.changed()).containsExactly("Many");
    assertThat(changes.removed()).isEmpty();
    assertThat(keys(live)).contains("Root");
  }

  @Test
  void aFileThatIsNoRulesAtAllLeavesItsRulesAtWork() throws IOException {
    file("a.yml", LOGIN);
    LiveRules live = LiveRules.load(folder);
    file("a.yml", "\t: [");

    assertThat(live.reload().isEmpty()).isTrue();

    assertThat(keys(live)).containsExactly("failed_login");
  }

  @Test
  void aFilterThatBreaksGoesOnFiltering() throws IOException {
    file("a.yml", LOGIN);
    file("f.yml", FILTER);
    LiveRules live = LiveRules.load(folder);
    assertThat(live.rules().problems()).isEmpty();
    file("f.yml", FILTER.replace("condition: not selection", "condition: not selektion"));

    RuleChanges changes = live.reload();

    assertThat(changes.hasErrors()).isTrue();
    assertThat(changes.isEmpty()).isTrue();
  }

  @Test
  void aCorrelationGoesOnWithTheRuleThatItNeedsIfThatIsGone() throws IOException {
    file("a.yml", LOGIN);
    file("b.yml", LOGINS);
    LiveRules live = LiveRules.load(folder);
    Files.delete(folder.resolve("a.yml"));

    RuleChanges changes = live.reload();

    assertThat(ids(changes)).containsExactly(ProblemId.CORRELATION_UNKNOWN_RULE);
    assertThat(changes.isEmpty()).isTrue();
    assertThat(keys(live)).containsExactly("failed_login", "many_logins");
  }

  @Test
  void rulesAreAddedReplacedAndRemovedByHand() {
    LiveRules live = LiveRules.of(json(PATTERN));

    assertThat(live.add(json(THRESHOLD)).added()).containsExactly("Many/1", "Many");
    assertThat(live.replace(json(THRESHOLD.replace("60", "61"))).reset()).containsExactly("Many");
    assertThat(live.remove("Many").removed()).containsExactlyInAnyOrder("Many", "Many/1");
    assertThat(keys(live)).containsExactly("Root");
  }

  @Test
  void whatWasPutByHandStaysOverAReload() throws IOException {
    file("a.json", PATTERN);
    LiveRules live = LiveRules.load(folder);
    live.replace(json(PATTERN.replace("\"root\"", "\"toor\"")));

    assertThat(live.reload().isEmpty()).isTrue();
  }

  @Test
  void aRuleOfAFileThatWasRemovedIsBackAfterAReload() throws IOException {
    file("a.json", THRESHOLD);
    LiveRules live = LiveRules.load(folder);
    live.remove("Many");
    assertThat(keys(live)).isEmpty();

    assertThat(live.reload().added()).containsExactly("Many/1", "Many");
  }

  @Test
  void aDisabledCorrelationTakesItsConditionsWithItSoThatTheyGiveNoAlerts() throws IOException {
    file("a.json", THRESHOLD);
    LiveRules live = LiveRules.load(folder);

    live.disable("Many");

    assertThat(keys(live)).isEmpty();
    assertThat(live.rules().disabled()).isEqualTo(2);
    assertThat(live.reload().isEmpty()).isTrue();
    assertThat(live.enable("Many").added()).containsExactly("Many/1", "Many");
  }

  @Test
  void aRuleThatAnotherOneNeedsCannotBeDisabled() throws IOException {
    file("a.yml", LOGIN + "---\n" + LOGINS);
    LiveRules live = LiveRules.load(folder);

    RuleChanges changes = live.disable("failed_login");

    assertThat(ids(changes)).containsExactly(ProblemId.CORRELATION_UNKNOWN_RULE);
    assertThat(keys(live)).containsExactly("failed_login", "many_logins");
  }

  @Test
  void aNameThatIsNotThereIsRefusedWithTheNearestOne() {
    LiveRules live = LiveRules.of(json(PATTERN));

    assertThatThrownBy(() -> live.remove("Roof"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no rule 'Roof'; did you mean 'Root'?");
    assertThatThrownBy(() -> live.add(json(PATTERN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is already a rule 'Root'; replace it");
  }

  @Test
  void readsAgainWhatHasChangedOnceItIsLeftAlone() throws IOException {
    file("root.json", PATTERN);
    LiveRules live = LiveRules.load(folder);

    assertThat(live.reloadIfChanged()).isEmpty();
    file("many.json", THRESHOLD);
    assertThat(live.reloadIfChanged()).isEmpty();
    assertThat(live.reloadIfChanged().orElseThrow().added()).contains("Many");
    assertThat(live.reloadIfChanged()).isEmpty();
    Files.delete(folder.resolve("many.json"));
    assertThat(live.reloadIfChanged()).isEmpty();
    assertThat(live.reloadIfChanged().orElseThrow().removed()).contains("Many");
  }

  @Test
  void aFileThatIsBrokenIsToldOnceAndNotWithEachLook() throws IOException {
    file("root.json", PATTERN);
    LiveRules live = LiveRules.load(folder);
    file("root.json", "");
    live.reloadIfChanged();

    RuleChanges changes = live.reloadIfChanged().orElseThrow();

    assertThat(ids(changes)).containsExactly(ProblemId.JSON_RULE_SHAPE);
    assertThat(keys(live)).containsExactly("Root");
    assertThat(live.reloadIfChanged()).isEmpty();
  }

  @Test
  void doesNotReadWhatIsNoFileOfRules() throws IOException {
    file("root.json", PATTERN);
    LiveRules live = LiveRules.load(folder);
    file("README.md", "Rules");
    file("root.test.json", "[]");
    file(".root.json.swp", "swap");
    live.reloadIfChanged();

    assertThat(live.reloadIfChanged()).isEmpty();
  }
}
