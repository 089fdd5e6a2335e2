package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Slice;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.AbsenceSpec.Pending;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import io.correlator.core.state.BruteForce.Finding;
import io.correlator.core.state.BruteForce.Hit;
import io.correlator.core.state.BruteForce.KeyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class AbsenceTest {
  private static final int WINDOW = Hits.WINDOW;

  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardAbsence absence(AbsenceSpec spec) {
    return new StandardAbsence(home, spec.within(Duration.ofMillis(WINDOW)), told);
  }

  @Test
  void firesAtTheDeadline() {
    absence(AbsenceSpec.first()).expect("a", home.at(5));
    home.moveTo(5 + WINDOW);
    assertThat(told.lines).isEmpty();

    home.moveTo(5 + WINDOW + 1);

    assertThat(told.lines).containsExactly("a fired at 15 since 5: 0.0");
  }

  @Test
  void anAnswerAtTheDeadlineIsInTime() {
    var absence = absence(AbsenceSpec.first());
    absence.expect("a", home.at(0));
    home.moveTo(WINDOW);
    absence.answer("a");
    home.moveTo(1000);

    assertThat(told.lines).isEmpty();
  }

  @Test
  void anAnswerBeforeTheExpectationIsNone() {
    var absence = absence(AbsenceSpec.first());
    absence.answer("a");
    absence.expect("a", home.at(0));
    home.moveTo(1000);

    assertThat(told.firings).hasSize(1);
  }

  @Test
  void aRestartMovesTheDeadline() {
    var absence = absence(AbsenceSpec.restart());
    absence.expect("a", home.at(0));
    absence.expect("a", home.at(7));
    home.moveTo(1000);

    assertThat(told.lines).containsExactly("a fired at 17 since 7: 0.0");
  }

  @Test
  void eachExpectationHasItsOwnDeadline() {
    var absence = absence(AbsenceSpec.each().rearm(Rearm.every()));
    absence.expect("a", home.at(0));
    absence.expect("a", home.at(7));
    home.moveTo(1000);

    assertThat(told.lines)
        .containsExactly("a fired at 10 since 0: 0.0", "a fired at 17 since 7: 0.0");
  }

  @Test
  void ignoresAndCountsWhatIsTooManyToBePending() {
    var absence = absence(AbsenceSpec.each().rearm(Rearm.every()));
    for (int i = 0; i < 20; i++) {
      absence.expect("a", home.at(0));
    }
    home.moveTo(1000);

    assertThat(told.firings).hasSize(16);
    assertThat(absence.ignored()).isEqualTo(4);
  }

  @Test
  void keysInThePlaceOfOthersAreStillToldInOrder() {
    var absence = absence(AbsenceSpec.first());
    absence.expect("a", home.at(0));
    absence.expect("b", home.at(0));
    absence.answer("a");
    absence.expect("c", home.at(0));
    home.moveTo(1000);

    assertThat(told.firings)
        .extracting(firing -> firing.key().toString())
        .containsExactly("b", "c");
  }

  /** Kind 0 expects, kind 1 answers, kind 2 does both. */
  private static final class Reference extends BruteForce {
    private final AbsenceSpec spec;
    private final Map<String, Integer> firedNow = new HashMap<>();

    Reference(AbsenceSpec spec) {
      super(WINDOW, spec.options().rearm());
      this.spec = spec;
    }

    @Override
    Optional<Finding> onHit(KeyState key, Hit hit) {
      return Optional.empty();
    }

    /** An expectation that is due now and was neither answered nor ignored nor replaced. */
    @Override
    Optional<Finding> onTime(KeyState key, long time) {
      return pending(key).stream()
          .filter(hit -> hit.time() + window == time)
          .skip(firedNow.getOrDefault(key.name + time, 0))
          .findFirst()
          .map(hit -> new Finding(hit.time(), 0));
    }

    private List<Hit> pending(KeyState key) {
      List<Hit> pending = new ArrayList<>();
      for (Hit hit : key.hits) {
        if (hit.kind() >= 1) {
          pending.clear();
        }
        // What was due before is over: with EVERY, the events stay.
        pending.removeIf(earlier -> earlier.time() + window < hit.time());
        if (hit.kind() != 1) {
          if (spec.pending() == Pending.RESTART) {
            pending.clear();
          }
          if (pending.isEmpty() || (spec.pending() == Pending.EACH && pending.size() < 16)) {
            pending.add(hit);
          }
        }
      }
      return pending;
    }

    @Override
    void afterFiring(KeyState key) {
      firedNow.merge(key.name + now(), 1, Integer::sum);
    }
  }

  @Provide
  Arbitrary<List<Hit>> hits() {
    return Hits.upTo(4, 0)
        .map(
            hits ->
                hits.stream()
                    .map(hit -> new Hit(hit.key(), hit.time(), Math.max(0, hit.kind() - 2), 0))
                    .toList());
  }

  @Provide
  Arbitrary<Rearm> rearms() {
    return Hits.rearms();
  }

  @Property
  void agreesWithLookingAtAllExpectationsAtEachMillisecond(
      @ForAll("hits") List<Hit> hits, @ForAll Pending pending, @ForAll("rearms") Rearm rearm) {
    TestHome home = new TestHome();
    Told told = new Told();
    AbsenceSpec spec =
        new AbsenceSpec(
            pending, Duration.ofMillis(WINDOW), AbsenceSpec.first().rearm(rearm).options());
    var absence = new StandardAbsence(home, spec, told);
    Reference reference = new Reference(spec);
    for (Hit hit : hits) {
      reference.moveTo(hit.time());
      home.moveTo(hit.time());
      Slice key = Slice.of(hit.key());
      boolean open = absence.open(key).isPresent();
      if (hit.kind() >= 1) {
        absence.answer(key);
      }
      Outcome outcome = hit.kind() == 1 ? Outcome.QUIET : absence.expect(key, home.at(hit.time()));
      if (hit.kind() != 1 || !open) {
        assertThat(outcome).isEqualTo(reference.hit(hit));
      }
    }
    home.moveTo(10_000);
    reference.moveTo(10_000);
    assertThat(told.lines).isEqualTo(reference.lines);
  }
}
