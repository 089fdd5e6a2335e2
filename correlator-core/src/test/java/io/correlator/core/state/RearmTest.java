package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.state.Closing;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The policies, shown on a count of two in 10 ms that suppresses for 100 ms. */
final class RearmTest {
  private static final Duration SUPPRESS = Duration.ofMillis(100);

  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardEventCount count(Rearm rearm) {
    CountSpec spec = CountSpec.atLeast(2).within(Duration.ofMillis(10)).rearm(rearm);
    return new StandardEventCount(home, spec, told);
  }

  /** A count that has fired for {@code a} at 0. */
  private StandardEventCount fired(Rearm rearm) {
    StandardEventCount count = count(rearm);
    count.add("a", home.at(0));
    count.add("a", home.at(0));
    return count;
  }

  @Test
  void onceSuppressesAnEventAtExactlyTheEnd() {
    var count = fired(Rearm.once().suppress(SUPPRESS));

    assertThat(count.add("a", home.at(100))).isEqualTo(Outcome.SUPPRESSED);
  }

  @Test
  void onceBeginsAnewOneMillisecondLater() {
    var count = fired(Rearm.once().suppress(SUPPRESS));

    assertThat(count.add("a", home.at(101))).isEqualTo(Outcome.QUIET);
    assertThat(count.add("a", home.at(101))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void onceSuppressesForAsLongAsTheWindowUnlessToldOtherwise() {
    var count = fired(Rearm.once());

    assertThat(count.add("a", home.at(10))).isEqualTo(Outcome.SUPPRESSED);
    assertThat(count.add("a", home.at(11))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void onceSumsUpWhatCameWhileTheAlertWasOpen() {
    var count = fired(Rearm.once().suppress(SUPPRESS));
    count.add("a", home.at(50));
    count.add("a", home.at(60));
    home.moveTo(1000);

    assertThat(told.closings).hasSize(1);
    Closing closing = told.closings.get(0);
    assertThat(closing.suppressed()).isEqualTo(2);
    assertThat(closing.firedAt().toEpochMilli()).isZero();
    assertThat(closing.time().toEpochMilli()).isEqualTo(100);
    assertThat(closing.lastSeen().toEpochMilli()).isEqualTo(60);
    assertThat(closing.tail())
        .extracting(seen -> seen.record().orElseThrow().raw())
        .containsExactly("at 50", "at 60");
  }

  @Test
  void onceHasNothingToSayIfNothingCame() {
    fired(Rearm.once().suppress(SUPPRESS));
    home.moveTo(1000);

    assertThat(told.closings).isEmpty();
  }

  @Test
  void whatCameWhileTheAlertWasOpenDoesNotCountForTheNext() {
    var count = fired(Rearm.once().suppress(SUPPRESS));
    count.add("a", home.at(100));

    assertThat(count.add("a", home.at(101))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void theOpenAlertKnowsWhatCame() {
    var count = fired(Rearm.once().suppress(SUPPRESS));
    count.add("a", home.at(7));

    assertThat(count.open("a").orElseThrow().suppressed()).isEqualTo(1);
    assertThat(count.open("a").orElseThrow().lastSeen().toEpochMilli()).isEqualTo(7);
    assertThat(count.open("b")).isEmpty();
  }

  @Test
  void extendStaysOpenWhileEventsKeepComing() {
    var count = fired(Rearm.extend().suppress(SUPPRESS));
    count.add("a", home.at(100));

    assertThat(count.add("a", home.at(200))).isEqualTo(Outcome.SUPPRESSED);
    assertThat(count.add("a", home.at(301))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void extendClosesAfterTheLongestTimeThatAnAlertMayBeOpen() {
    var count = fired(Rearm.extend().suppress(SUPPRESS).maxOpen(Duration.ofMillis(150)));
    count.add("a", home.at(100));

    assertThat(count.add("a", home.at(150))).isEqualTo(Outcome.SUPPRESSED);
    assertThat(count.add("a", home.at(151))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void resetNeedsAFullSetOfNewEvents() {
    var count = fired(Rearm.reset());

    assertThat(count.add("a", home.at(1))).isEqualTo(Outcome.QUIET);
    assertThat(count.add("a", home.at(2))).isEqualTo(Outcome.FIRED);
    assertThat(count.size()).isZero();
  }

  @Test
  void everyFiresForEachEventForWhichTheConditionHolds() {
    var count = fired(Rearm.every());

    assertThat(count.add("a", home.at(10))).isEqualTo(Outcome.FIRED);
    assertThat(count.add("a", home.at(21))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void tellsOnlyAsManyAsTheQuotaAllowsAndSaysSoOnce() {
    var count = count(Rearm.reset().quota(1, Duration.ofMillis(50)));
    for (String key : new String[] {"a", "b", "c"}) {
      count.add(key, home.at(0));
      count.add(key, home.at(0));
    }

    assertThat(told.lines).containsExactly("a fired at 0 since 0: 2.0", "over quota at 0");
    assertThat(count.overQuota()).isEqualTo(2);
  }

  @Test
  void theWindowOfTheQuotaIsClosedToo() {
    var count = count(Rearm.reset().quota(1, Duration.ofMillis(50)));
    count.add("a", home.at(0));
    count.add("a", home.at(0));
    count.add("b", home.at(50));

    assertThat(count.add("b", home.at(50))).isEqualTo(Outcome.OVER_QUOTA);
    count.add("c", home.at(51));
    assertThat(count.add("c", home.at(51))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void anAlertThatNobodyWasToldOfClosesSilently() {
    var count = count(Rearm.once().quota(1, Duration.ofMillis(50)));
    for (String key : new String[] {"a", "b"}) {
      count.add(key, home.at(0));
      count.add(key, home.at(0));
    }
    count.add("b", home.at(5));
    home.moveTo(1000);

    assertThat(told.closings).isEmpty();
  }

  @Test
  void resetForgetsTheAlert() {
    var count = fired(Rearm.once());
    count.reset("a");

    assertThat(count.add("a", home.at(1))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void aHandlerThatThrowsHarmsNoOtherKey() {
    var failing =
        new StandardEventCount(
            home,
            CountSpec.where(io.correlator.api.state.Condition.atMost(1))
                .within(Duration.ofMillis(10)),
            firing -> {
              told.fired(firing);
              throw new IllegalStateException("on purpose");
            });
    failing.add("a", home.at(0));
    failing.add("b", home.at(0));
    for (int i = 0; i < 2; i++) {
      try {
        home.moveTo(100);
      } catch (IllegalStateException expected) {
        // As the engine does: counted, and on it goes.
      }
    }

    assertThat(told.firings).hasSize(2);
  }
}
