package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Slice;
import io.correlator.api.state.AlarmSpec;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import io.correlator.core.state.BruteForce.Finding;
import io.correlator.core.state.BruteForce.Hit;
import io.correlator.core.state.BruteForce.KeyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class AlarmTest {
  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardAlarm alarm(AlarmSpec spec) {
    return new StandardAlarm(home, spec, told);
  }

  private static AlarmSpec spec(int raiseAt, long raiseWindow, int clearAt, long clearWindow) {
    return AlarmSpec.raisedAt(raiseAt, Duration.ofMillis(raiseWindow))
        .clearedAt(clearAt, Duration.ofMillis(clearWindow));
  }

  @Test
  void isRaisedAtOneThresholdAndClearedAtTheOther() {
    var alarm = alarm(spec(3, 10, 1, 10));
    alarm.add("a", home.at(0));
    alarm.add("a", home.at(1));

    assertThat(alarm.add("a", home.at(2))).isEqualTo(Outcome.FIRED);
    home.moveTo(1000);
    assertThat(told.lines)
        .containsExactly(
            "a fired at 2 since 0: 3.0", "a closed at 12, fired at 2, CLEARED: 0, last at 2");
  }

  @Test
  void staysRaisedWhileThereIsMoreThanTheClearThreshold() {
    var alarm = alarm(spec(2, 10, 1, 10));
    for (int time = 0; time <= 50; time += 5) {
      alarm.add("a", home.at(time));
    }

    assertThat(alarm.open("a")).get().extracting(open -> open.suppressed()).isEqualTo(9L);
    assertThat(told.lines).hasSize(1);
  }

  @Test
  void beginsAnewAfterItWasCleared() {
    var alarm = alarm(spec(2, 100, 1, 5));
    alarm.add("a", home.at(0));
    alarm.add("a", home.at(1));

    assertThat(alarm.add("a", home.at(50))).isEqualTo(Outcome.QUIET);
    assertThat(alarm.add("a", home.at(51))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void refusesToBeClearedWhereItIsRaised() {
    assertThatThrownBy(() -> spec(3, 10, 3, 10)).hasMessageContaining("clearAt");
  }

  private static final class Reference extends BruteForce {
    private final AlarmSpec spec;
    private final List<Hit> counted = new ArrayList<>();

    Reference(AlarmSpec spec) {
      super(Hits.WINDOW, Rearm.once().suppress(Duration.ofDays(1)));
      this.spec = spec;
    }

    private long count(KeyState key, Duration window) {
      return counted.stream()
          .filter(hit -> hit.key().equals(key.name) && now() - hit.time() <= window.toMillis())
          .count();
    }

    Outcome add(Hit hit) {
      moveTo(hit.time());
      counted.add(hit);
      return hit(hit);
    }

    @Override
    Optional<Finding> onHit(KeyState key, Hit hit) {
      if (count(key, spec.raiseWindow()) < spec.raiseAt()) {
        return Optional.empty();
      }
      List<Hit> hits = counted.stream().filter(any -> any.key().equals(key.name)).toList();
      return Optional.of(
          new Finding(hits.get(hits.size() - spec.raiseAt()).time(), spec.raiseAt()));
    }

    @Override
    void endOfMillisecond(KeyState key) {
      if (key.open && count(key, spec.clearWindow()) <= spec.clearAt()) {
        close(key, Closing.Reason.CLEARED, true);
        counted.removeIf(hit -> hit.key().equals(key.name));
      }
    }
  }

  @Provide
  Arbitrary<List<Hit>> hits() {
    return Hits.upTo(0, 0);
  }

  @Property
  void agreesWithCountingAllEventsAtEachMillisecond(
      @ForAll("hits") List<Hit> hits,
      @ForAll @IntRange(min = 1, max = 10) int raiseAt,
      @ForAll @IntRange(min = 0, max = 9) int clearAt,
      @ForAll @IntRange(min = 1, max = 20) int raiseWindow,
      @ForAll @IntRange(min = 1, max = 20) int clearWindow) {
    TestHome home = new TestHome();
    Told told = new Told();
    AlarmSpec spec = spec(raiseAt, raiseWindow, Math.min(clearAt, raiseAt - 1), clearWindow);
    var alarm = new StandardAlarm(home, spec, told);
    Reference reference = new Reference(spec);
    for (Hit hit : hits) {
      assertThat(alarm.add(Slice.of(hit.key()), home.at(hit.time()))).isEqualTo(reference.add(hit));
    }
    home.moveTo(10_000);
    reference.moveTo(10_000);
    assertThat(told.lines).isEqualTo(reference.lines);
  }
}
