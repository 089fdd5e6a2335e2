package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Slice;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.CoincidenceSpec.Forbidden;
import io.correlator.api.state.Combination;
import io.correlator.api.state.Condition;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.StepMatch;
import io.correlator.core.state.BruteForce.Finding;
import io.correlator.core.state.BruteForce.Hit;
import io.correlator.core.state.BruteForce.KeyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class CoincidenceTest {
  private static final int WINDOW = Hits.WINDOW;
  private static final StepMatch FIRST = StepMatch.step(0);
  private static final StepMatch SECOND = StepMatch.step(1);

  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardCoincidence coincidence(CoincidenceSpec spec) {
    return new StandardCoincidence(home, spec.within(Duration.ofMillis(WINDOW)), told);
  }

  @Test
  void doesNotMindTheOrder() {
    var coincidence = coincidence(CoincidenceSpec.allOf(2));
    coincidence.hit("a", SECOND, home.at(0));

    assertThat(coincidence.hit("a", FIRST, home.at(WINDOW))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void oneEventMayBeSeveralSteps() {
    var coincidence = coincidence(CoincidenceSpec.allOf(2));

    assertThat(coincidence.hit("a", FIRST.and(1), home.at(0))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void waitsForTheEndOfTheWindowIfSomethingMayStillForbidIt() {
    var coincidence = coincidence(CoincidenceSpec.allOf(2).unlessForbidden());
    coincidence.hit("a", FIRST.and(1), home.at(0));
    coincidence.hit("b", FIRST.and(1), home.at(0));
    coincidence.hit("b", StepMatch.forbidden(), home.at(WINDOW));
    home.moveTo(WINDOW + 1);

    assertThat(told.lines).containsExactly("a fired at 10 since 0: 2.0");
  }

  @Test
  void looksBackAsFarAsItWasTold() {
    var coincidence = coincidence(CoincidenceSpec.allOf(1).unlessForbidden(Duration.ofMillis(3)));
    coincidence.hit("a", StepMatch.forbidden(), home.at(0));
    coincidence.hit("b", StepMatch.forbidden(), home.at(1));
    coincidence.hit("a", FIRST, home.at(4));
    coincidence.hit("b", FIRST, home.at(4));
    home.moveTo(1000);

    assertThat(told.lines).containsExactly("a fired at 14 since 4: 1.0");
  }

  private static final List<Combination> ONE_WITHOUT = List.of(new Combination(0b011, 0b100));
  private static final List<Combination> EITHER =
      List.of(new Combination(0b001, 0b100), new Combination(0b110, 0));

  @Test
  void aCombinationIsDecidedWhenItIsCompleteIfNothingCanSpoilIt() {
    var coincidence =
        coincidence(
            CoincidenceSpec.allOf(3)
                .anyOf(List.of(new Combination(0b011, 0), new Combination(0b101, 0))));
    coincidence.hit("a", StepMatch.step(2), home.at(0));
    coincidence.hit("a", StepMatch.step(1), home.at(1));

    assertThat(coincidence.hit("a", FIRST, home.at(WINDOW))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void aStepThatMustNotBeSeenOpensNoWindow() {
    var coincidence = coincidence(CoincidenceSpec.allOf(3).anyOf(ONE_WITHOUT));
    coincidence.hit("a", StepMatch.step(2), home.at(0));
    coincidence.hit("a", FIRST.and(1), home.at(1));
    home.moveTo(1000);

    assertThat(told.lines).containsExactly("a fired at 11 since 1: 2.0");
  }

  @Test
  void stepsInOrderAreWantedInOrder() {
    var coincidence = coincidence(CoincidenceSpec.allOf(3).anyOf(ONE_WITHOUT).inOrder());
    coincidence.hit("a", SECOND, home.at(0));
    coincidence.hit("a", FIRST, home.at(1));
    coincidence.hit("b", FIRST, home.at(1));
    coincidence.hit("b", SECOND, home.at(2));
    home.moveTo(1000);

    assertThat(told.lines).containsExactly("b fired at 11 since 1: 2.0");
  }

  /** When it fires for one key, found by looking at all hits of each window again. */
  private static List<Long> firings(CoincidenceSpec spec, List<Hit> hits) {
    long opening =
        spec.combinations().stream().mapToLong(Combination::all).reduce(0, (a, b) -> a | b);
    List<Long> firings = new ArrayList<>();
    int consumed = 0;
    int i = 0;
    while (i < hits.size()) {
      long begin = hits.get(i).time();
      if ((hits.get(i).kind() & opening) == 0) {
        i++;
        continue;
      }
      int end = i;
      long seen = 0;
      while (end < hits.size() && hits.get(end).time() <= begin + WINDOW) {
        seen |= hits.get(end++).kind();
      }
      for (Hit before : hits.subList(consumed, i)) {
        if (before.time() >= begin - spec.lookback().toMillis()) {
          seen |= before.kind() & ~opening;
        }
      }
      if (isMet(spec, seen, hits.subList(i, end))) {
        firings.add(begin + WINDOW);
        consumed = end;
      }
      i = end;
    }
    return firings;
  }

  private static boolean isMet(CoincidenceSpec spec, long seen, List<Hit> window) {
    return spec.combinations().stream()
        .anyMatch(
            each ->
                each.test(seen)
                    && (spec.order() == CoincidenceSpec.Order.ANY || inOrder(each, window)));
  }

  private static boolean inOrder(Combination combination, List<Hit> window) {
    long left = combination.all();
    for (Hit hit : window) {
      if ((Long.lowestOneBit(left) & hit.kind()) != 0) {
        left &= left - 1;
      }
    }
    return left == 0;
  }

  @Property
  void combinationsAgreeWithLookingAtAllSteps(
      @ForAll("hits") List<Hit> hits,
      @ForAll boolean either,
      @ForAll boolean ordered,
      @ForAll @IntRange(min = 0, max = 20) int lookback) {
    TestHome home = new TestHome();
    Told told = new Told();
    CoincidenceSpec any =
        CoincidenceSpec.allOf(3)
            .anyOf(either ? EITHER : ONE_WITHOUT)
            .lookback(Duration.ofMillis(lookback))
            .within(Duration.ofMillis(WINDOW))
            .rearm(Rearm.reset());
    CoincidenceSpec spec = ordered ? any.inOrder() : any;
    var coincidence = new StandardCoincidence(home, spec, told);
    List<Hit> ofOneKey =
        hits.stream().map(hit -> new Hit("a", hit.time(), hit.kind() & 7, hit.value())).toList();

    for (Hit hit : ofOneKey) {
      StepMatch match = new StepMatch(hit.kind(), 0, StepMatch.Ends.NO);
      coincidence.hit("a", match, home.at(hit.time()));
    }
    home.moveTo(10_000);

    assertThat(told.firings)
        .extracting(firing -> firing.time().toEpochMilli())
        .isEqualTo(firings(spec, ofOneKey));
  }

  @Test
  void refusesWhatItsSpecDoesNotHave() {
    var coincidence = coincidence(CoincidenceSpec.allOf(2));
    assertThatThrownBy(() -> coincidence.hit("a", StepMatch.step(2), home.at(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps");
    assertThatThrownBy(() -> coincidence.hit("a", StepMatch.forbidden(), home.at(0)))
        .hasMessageContaining("forbid");
  }

  /** Kind: the steps as bits 0 to 2, and bit 3 if it forbids. */
  private static final class Reference extends BruteForce {
    private final CoincidenceSpec spec;
    private final List<Hit> forbidding = new ArrayList<>();

    Reference(CoincidenceSpec spec) {
      super(WINDOW, spec.options().rearm());
      this.spec = spec;
    }

    private static Map<Integer, Long> lastSeen(List<Hit> hits) {
      Map<Integer, Long> lastSeen = new TreeMap<>();
      for (Hit hit : hits) {
        for (int step = 0; step < 3; step++) {
          if ((hit.kind() & 1 << step) != 0) {
            lastSeen.put(step, hit.time());
          }
        }
      }
      return lastSeen;
    }

    @Override
    boolean updates(Hit hit) {
      return (hit.kind() & 7) != 0;
    }

    @Override
    Optional<Finding> onHit(KeyState key, Hit hit) {
      if ((hit.kind() & 8) != 0) {
        forbidding.add(hit);
      }
      if ((hit.kind() & 7) == 0) {
        key.hits.remove(hit);
      }
      if (spec.isAnchored()) {
        return Optional.empty();
      }
      Map<Integer, Long> seen =
          lastSeen(
              key.hits.stream().filter(earlier -> hit.time() - earlier.time() <= window).toList());
      return (hit.kind() & 7) != 0 && spec.condition().test(seen.size())
          ? Optional.of(new Finding(Collections.min(seen.values()), seen.size()))
          : Optional.empty();
    }

    @Override
    Optional<Finding> onTime(KeyState key, long time) {
      if (!spec.isAnchored() || key.hits.isEmpty() || key.hits.get(0).time() + window != time) {
        return Optional.empty();
      }
      Map<Integer, Long> seen = lastSeen(key.hits);
      long begin = key.hits.get(0).time();
      key.hits.clear();
      boolean forbidden =
          forbidding.stream()
              .anyMatch(
                  hit ->
                      hit.key().equals(key.name)
                          && hit.time() >= begin - spec.lookback().toMillis());
      return !forbidden && spec.condition().test(seen.size())
          ? Optional.of(new Finding(Collections.min(seen.values()), seen.size()))
          : Optional.empty();
    }
  }

  @Provide
  Arbitrary<List<Hit>> hits() {
    return Hits.upTo(15, 0);
  }

  @Provide
  Arbitrary<CoincidenceSpec> specs() {
    return Combinators.combine(
            Arbitraries.of(
                Condition.atLeast(1),
                Condition.atLeast(2),
                Condition.atLeast(3),
                Condition.lessThan(3),
                Condition.equalTo(2)),
            Arbitraries.of(Forbidden.values()),
            Arbitraries.of(0, 1, 5, 20),
            Hits.rearms())
        .as(
            (condition, forbidden, lookback, rearm) -> {
              CoincidenceSpec spec =
                  CoincidenceSpec.allOf(3)
                      .where(condition)
                      .within(Duration.ofMillis(WINDOW))
                      .rearm(rearm);
              return forbidden == Forbidden.NONE
                  ? spec
                  : spec.unlessForbidden(Duration.ofMillis(lookback));
            });
  }

  @Property
  void agreesWithLookingAtAllSteps(
      @ForAll("hits") List<Hit> hits, @ForAll("specs") CoincidenceSpec spec) {
    TestHome home = new TestHome();
    Told told = new Told();
    var coincidence = new StandardCoincidence(home, spec, told);
    Reference reference = new Reference(spec);
    boolean hasForbidden = spec.forbidden() == Forbidden.IN_WINDOW;
    for (Hit any : hits) {
      Hit hit = hasForbidden ? any : new Hit(any.key(), any.time(), any.kind() & 7, any.value());
      StepMatch match = new StepMatch(hit.kind() & 7, hit.kind() >> 3, StepMatch.Ends.NO);
      assertThat(coincidence.hit(Slice.of(hit.key()), match, home.at(hit.time())))
          .isEqualTo(reference.hit(hit));
    }
    home.moveTo(10_000);
    reference.moveTo(10_000);
    assertThat(told.lines).isEqualTo(reference.lines);
  }

  @Test
  void suppressesWithTheSameWordsAsAllOthers() {
    var coincidence = coincidence(CoincidenceSpec.allOf(1).rearm(Rearm.once()));
    coincidence.hit("a", FIRST, home.at(0));

    assertThat(coincidence.hit("a", FIRST, home.at(WINDOW))).isEqualTo(Outcome.SUPPRESSED);
  }
}
