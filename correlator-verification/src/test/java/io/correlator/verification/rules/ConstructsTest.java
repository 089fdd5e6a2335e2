package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.rules.Alert;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each construct of the rule languages at the edges of its window of one second. */
final class ConstructsTest {
  private static Constructs sigma(String type, String rest) {
    return Constructs.sigma(
        """
        title: T
        correlation:
          type: %s
          timespan: 1s
          %s
        """
            .formatted(
                type, rest.replace("\n", "\n  ").replace("\n  correlator:", "\ncorrelator:")));
  }

  // Conditions that name rules.

  private static Constructs either() {
    return sigma("temporal", "rules: [a, b, c]\ncondition: a and (b or c)");
  }

  @Test
  void aConditionThatNamesRulesHoldsAtTheEndOfTheWindow() {
    assertThat(either().at(0, "c").at(999, "a").fired()).containsExactly("T at 999");
    assertThat(either().at(0, "c").at(1_000, "a").fired()).containsExactly("T at 1000");
    assertThat(either().at(0, "c").at(1_001, "a").fired()).isEmpty();
  }

  @Test
  void aConditionThatNamesRulesNeedsThem() {
    assertThat(either().at(0, "b", "c").fired()).isEmpty();
  }

  private static Constructs unless(String own) {
    return sigma("temporal", "rules: [a, b, c]\ncondition: a and b and not c" + own);
  }

  @Test
  void aRuleThatMustNotMatchIsAwaitedToTheEndOfTheWindow() {
    assertThat(unless("").at(0, "a").at(500, "b").at(999, "c").until(5_000).fired()).isEmpty();
    assertThat(unless("").at(0, "a").at(500, "b").at(1_000, "c").until(5_000).fired()).isEmpty();
    assertThat(unless("").at(0, "a").at(500, "b").at(1_001, "c").until(5_000).fired())
        .containsExactly("T at 1000");
  }

  @Test
  void aRuleThatMustNotMatchDoesNotOpenAWindow() {
    assertThat(unless("").at(0, "c").at(1, "a", "b").until(5_000).fired())
        .containsExactly("T at 1001");
  }

  @Test
  void aRuleThatMustNotMatchIsLookedForBeforeTheWindow() {
    String own = "\ncorrelator: {lookback: 2s}";

    assertThat(unless(own).at(0, "c").at(1_999, "a", "b").until(9_000).fired()).isEmpty();
    assertThat(unless(own).at(0, "c").at(2_000, "a", "b").until(9_000).fired()).isEmpty();
    assertThat(unless(own).at(0, "c").at(2_001, "a", "b").until(9_000).fired())
        .containsExactly("T at 3001");
  }

  @Test
  void someOfTheRulesAreEnough() {
    assertThat(
            sigma("temporal", "rules: [a, b, c]\ncondition: {gte: 2}")
                .at(0, "c")
                .at(1_000, "a")
                .fired())
        .containsExactly("T at 1000");
  }

  @Test
  void aSequenceOfSomeOfItsRulesKeepsTheirOrder() {
    Constructs some = sigma("temporal_ordered", "rules: [a, b, c]\ncondition: {gte: 2}");

    assertThat(some.at(0, "c", "b", "a").fired()).isEmpty();
    assertThat(some.at(1_000, "c").fired()).containsExactly("T at 1000");
  }

  @Test
  void aSequenceOfWhichSeveralFormsWillDoHasOneAlert() {
    Constructs forms =
        sigma("temporal_ordered", "rules: [a, b, c]\ncondition: a and (b or c)\ngroup-by: host");

    forms.at(0, "a host=x").at(10, "b host=x").at(20, "c host=x").at(30, "a host=x").until(5_000);

    assertThat(forms.fired()).containsExactly("T: host=x at 10");
    assertThat(forms.events("AlertClosed")).hasSize(1);
    assertThat(forms.alerts().get(0).condition()).containsExactly("a and b or a and c");
  }

  private static Constructs orderedUnless() {
    return sigma("temporal_ordered", "rules: [a, b, c]\ncondition: a and b and not c");
  }

  @Test
  void aSequenceMayForbidARuleInItsWholeWindow() {
    assertThat(orderedUnless().at(0, "a").at(10, "b").until(5_000).fired())
        .containsExactly("T at 1000");
    assertThat(orderedUnless().at(0, "a").at(10, "b").at(1_000, "c").until(5_000).fired())
        .isEmpty();
    assertThat(orderedUnless().at(0, "b").at(10, "a").until(5_000).fired()).isEmpty();
  }

  // What Sigma has no words for.

  private static Constructs sequence(String own) {
    return sigma("temporal_ordered", "rules: [a, b]\ncorrelator: " + own);
  }

  @Test
  void whatIsForbiddenBetweenStepsBreaksTheSequence() {
    assertThat(sequence("{forbidden: c}").at(0, "a").at(1, "c").at(2, "b").fired()).isEmpty();
    assertThat(sequence("{forbidden: c}").at(0, "c").at(1, "a").at(1_001, "b").fired())
        .containsExactly("T at 1001");
    assertThat(sequence("{forbidden: c}").at(0, "a").at(1_001, "b").fired()).isEmpty();
  }

  @Test
  void whatIsForbiddenAfterOneStepIsAllowedAfterAnother() {
    Constructs sequence =
        sigma(
            "temporal_ordered", "rules: [a, b, c]\ncorrelator: {forbidden: [{rule: d, after: a}]}");

    assertThat(sequence.at(0, "a", "b", "d", "c").fired()).containsExactly("T at 0");
  }

  @Test
  void whatEndsASequenceForgetsItsSteps() {
    assertThat(sequence("{until: c}").at(0, "a").at(1, "c").at(2, "b").fired()).isEmpty();
    assertThat(sequence("{until: c}").at(0, "a").at(2, "b").at(3, "c").fired())
        .containsExactly("T at 2");
  }

  @Test
  void strictTiesWantEachStepToBeLater() {
    assertThat(sequence("{ties: strict}").at(0, "a", "b").fired()).isEmpty();
    assertThat(sequence("{ties: by-order}").at(0, "a", "b").fired()).containsExactly("T at 0");
  }

  private static Constructs absence(String pending) {
    return sigma(
        "event_count",
        "rules: a\ncondition: {gte: 1}\ncorrelator: {absence: {expected: [b, c], pending: %s}}"
            .formatted(pending));
  }

  @Test
  void anAnswerAtTheDeadlineIsInTime() {
    assertThat(absence("first").at(0, "a").at(999, "b").until(5_000).fired()).isEmpty();
    assertThat(absence("first").at(0, "a").at(1_000, "c").until(5_000).fired()).isEmpty();
    assertThat(absence("first").at(0, "a").at(1_001, "b").until(5_000).fired())
        .containsExactly("T at 1000");
  }

  @Test
  void anExpectationMayBeginAnew() {
    assertThat(absence("first").at(0, "a").at(500, "a").until(5_000).fired())
        .containsExactly("T at 1000");
    assertThat(absence("restart").at(0, "a").at(500, "a").until(5_000).fired())
        .containsExactly("T at 1500");
  }

  @Test
  void theAlertOfAnAbsenceSaysWhatWasMissing() {
    Alert alert = absence("first").at(0, "a").until(5_000).alerts().get(0);

    assertThat(alert.absent())
        .extracting(Alert.Absent::rule, absent -> Constructs.millis(absent.deadline()))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b", 1_000L),
            org.assertj.core.groups.Tuple.tuple("c", 1_000L));
    assertThat(alert.evidence()).hasSize(1);
    assertThat(alert.observed()).isZero();
  }

  private static Constructs heartbeat(String expect) {
    return sigma(
        "event_count",
        "rules: a\ngroup-by: host\ncondition: {lt: 1}\ncorrelator: {heartbeat: {%s}}"
            .formatted(expect));
  }

  @Test
  void aHeartbeatIsMissedWhenTheWindowIsOver() {
    assertThat(heartbeat("").at(0, "a host=x").at(999, "a host=x").until(1_998).fired()).isEmpty();
    assertThat(heartbeat("").at(0, "a host=x").at(1_000, "a host=x").until(1_999).fired())
        .isEmpty();
    assertThat(heartbeat("").at(0, "a host=x").at(1_001, "a host=x").until(1_999).fired())
        .containsExactly("T: host=x at 1000");
  }

  @Test
  void aListedHeartbeatIsMissedThoughNobodyEverSawIt() {
    Constructs listed = heartbeat("expect: [x, y]").at(0, "a host=y").at(900, "a host=y");

    assertThat(listed.until(1_500).fired()).containsExactly("T: host=x at 1000");
    assertThat(listed.alerts().get(0).absent()).extracting(Alert.Absent::rule).containsExactly("a");
  }

  @Test
  void theReturnOfAHeartbeatClosesTheSameAlert() {
    Constructs heartbeat = heartbeat("").at(0, "a host=x").at(3_000, "a host=x");

    assertClosed(heartbeat, "cleared");
  }

  private static void assertClosed(Constructs constructs, String reason) {
    List<EmittedEvent> closed = constructs.events("AlertClosed");
    assertThat(closed).hasSize(1);
    assertThat(closed.get(0).fields().text("alert")).contains(constructs.alerts().get(0).id());
    assertThat(closed.get(0).fields().text("reason")).contains(reason);
  }

  private static Constructs alarm() {
    return sigma(
        "event_count",
        "rules: a\ncondition: {gte: 3}\ncorrelator: {clear: {lte: 1, timespan: 2s}}");
  }

  @Test
  void anAlarmIsRaisedWithinTheWindow() {
    assertThat(alarm().at(0, "a", "a").at(999, "a").fired()).containsExactly("T at 999");
    assertThat(alarm().at(0, "a", "a").at(1_000, "a").fired()).containsExactly("T at 1000");
    assertThat(alarm().at(0, "a", "a").at(1_001, "a").fired()).isEmpty();
  }

  @Test
  void anAlarmIsClearedWhenFewEnoughAreLeft() {
    Constructs alarm = alarm().at(0, "a", "a").at(1_000, "a");

    assertThat(alarm.until(2_001).events("AlertClosed")).isEmpty();
    assertClosed(alarm.until(2_002), "cleared");
    assertThat(Constructs.millis(alarm.events("AlertClosed").get(0).timestamp())).isEqualTo(2_001);
  }

  // When it tells again.

  private static Constructs count(String own) {
    return sigma("event_count", "rules: a\ncondition: {gte: 2}\ncorrelator: {" + own + "}");
  }

  @Test
  void onceTellsAgainWhenTheSuppressionIsOver() {
    Constructs once = count("suppress: 2s").at(0, "a", "a").at(2_000, "a", "a");

    assertThat(once.fired()).hasSize(1);
    assertThat(once.at(2_001, "a", "a").fired()).containsExactly("T at 0", "T at 2001");
    assertClosed(once, "elapsed");
  }

  @Test
  void extendStaysSilentWhileEventsComeButNotForEver() {
    Constructs extend = count("rearm: extend, max-open: 2s").at(0, "a", "a");

    for (int millis = 900; millis <= 3_000; millis += 300) {
      extend.at(millis, "a", "a");
    }

    assertThat(extend.fired()).containsExactly("T at 0", "T at 2100");
  }

  @Test
  void resetUsesUpItsEvents() {
    assertThat(count("rearm: reset").at(0, "a", "a", "a").at(1, "a").fired())
        .containsExactly("T at 0", "T at 1");
  }

  @Test
  void everyTellsEachTime() {
    Constructs every = count("rearm: every").at(0, "a", "a", "a", "a");

    assertThat(every.fired()).containsExactly("T at 0", "T at 0", "T at 0");
    assertThat(every.alerts()).extracting(Alert::id).doesNotHaveDuplicates();
  }

  @Test
  void aQuotaIsToldOnce() {
    Constructs quota = count("rearm: every, quota: 2/1s").at(0, "a", "a", "a", "a", "a");

    assertThat(quota.fired()).hasSize(2);
    assertThat(quota.events("AlertQuotaExceeded")).hasSize(1);
  }

  // What an alert says.

  @Test
  void anAlertHasTheTimesOfItsWindow() {
    Alert alert = count("rearm: once").at(7, "a").at(9, "a").alerts().get(0);

    assertThat(List.of(alert.firstSeen(), alert.lastSeen()))
        .extracting(Constructs::millis)
        .containsExactly(7L, 9L);
    assertThat(alert.timestamp()).isEqualTo(Instant.parse("2026-03-01T10:00:00.009Z"));
  }
}
