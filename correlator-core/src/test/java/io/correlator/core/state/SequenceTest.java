package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Slice;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.SequenceSpec;
import io.correlator.api.state.SequenceSpec.Ties;
import io.correlator.api.state.StepMatch;
import io.correlator.core.state.BruteForce.Finding;
import io.correlator.core.state.BruteForce.Hit;
import io.correlator.core.state.BruteForce.KeyState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SequenceTest {
  private static final int WINDOW = Hits.WINDOW;
  private static final StepMatch FIRST = StepMatch.step(0);
  private static final StepMatch SECOND = StepMatch.step(1);

  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardSequence sequence(SequenceSpec spec) {
    return new StandardSequence(home, spec.within(Duration.ofMillis(WINDOW)), told);
  }

  @Test
  void firesWhenTheStepsFollowEachOther() {
    var sequence = sequence(SequenceSpec.of(2));
    sequence.hit("a", FIRST, home.at(0));

    assertThat(sequence.hit("a", SECOND, home.at(WINDOW))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void isTooLateOneMillisecondAfterTheWindow() {
    var sequence = sequence(SequenceSpec.of(2));
    sequence.hit("a", FIRST, home.at(0));

    assertThat(sequence.hit("a", SECOND, home.at(WINDOW + 1))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void doesNotFireInTheWrongOrder() {
    var sequence = sequence(SequenceSpec.of(2));
    sequence.hit("a", SECOND, home.at(0));

    assertThat(sequence.hit("a", FIRST, home.at(1))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void showsTheChainThatBeganLast() {
    var sequence = sequence(SequenceSpec.of(3));
    sequence.hit("a", FIRST, home.at(0));
    sequence.hit("a", SECOND, home.at(1));
    sequence.hit("a", FIRST, home.at(2));
    sequence.hit("a", SECOND, home.at(3));
    sequence.hit("a", StepMatch.step(2), home.at(4));

    assertThat(told.firings.get(0).evidence())
        .extracting(Object::toString)
        .containsExactly("at 2", "at 3", "at 4");
  }

  @Test
  void oneEventFillsOneStep() {
    var sequence = sequence(SequenceSpec.of(2));
    StepMatch both = FIRST.and(1);

    assertThat(sequence.hit("a", both, home.at(0))).isEqualTo(Outcome.QUIET);
    assertThat(sequence.hit("a", both, home.at(0))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void aForbiddenEventBetweenTwoStepsForgetsTheFirst() {
    var sequence = sequence(SequenceSpec.of(2));
    sequence.hit("a", FIRST, home.at(0));
    sequence.hit("a", StepMatch.forbiddenAfter(0), home.at(1));

    assertThat(sequence.hit("a", SECOND, home.at(2))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void theLastStepCompletesBeforeItEnds() {
    var sequence = sequence(SequenceSpec.of(2).rearm(Rearm.every()));
    sequence.hit("a", FIRST, home.at(0));

    assertThat(sequence.hit("a", SECOND.andEnd(), home.at(1))).isEqualTo(Outcome.FIRED);
    assertThat(sequence.hit("a", SECOND, home.at(1))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void strictTiesWantLaterSteps() {
    var sequence = sequence(SequenceSpec.of(2).ties(Ties.STRICT));
    sequence.hit("a", FIRST, home.at(0));
    sequence.hit("a", FIRST, home.at(1));

    assertThat(sequence.hit("a", SECOND, home.at(1))).isEqualTo(Outcome.FIRED);
    assertThat(told.firings.get(0).firstSeen().toEpochMilli()).isZero();
  }

  @Test
  void keepsNoKeyThatHasNotBegun() {
    var sequence = sequence(SequenceSpec.of(2));
    sequence.hit("a", SECOND, home.at(0));
    sequence.hit("b", FIRST, home.at(0));
    sequence.hit("b", StepMatch.end(), home.at(0));

    assertThat(sequence.size()).isZero();
  }

  @Test
  void refusesAStepItDoesNotHave() {
    var sequence = sequence(SequenceSpec.of(2));
    assertThatThrownBy(() -> sequence.hit("a", StepMatch.step(2), home.at(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Kind: the steps as bits 0 to 2, forbidden gaps as bits 3 and 4, the end as bit 5. */
  private static final class Reference extends BruteForce {
    private final SequenceSpec spec;

    Reference(SequenceSpec spec) {
      super(WINDOW, spec.options().rearm());
      this.spec = spec;
    }

    @Override
    boolean updates(Hit hit) {
      return (hit.kind() & 7) != 0;
    }

    @Override
    Optional<Finding> onHit(KeyState key, Hit hit) {
      int last = key.hits.size() - 1;
      int lastStep = spec.steps() - 1;
      if ((hit.kind() & 1 << lastStep) == 0) {
        return Optional.empty();
      }
      OptionalLong start = latestStart(key.hits, last, lastStep);
      return start.isPresent() && hit.time() - start.getAsLong() <= window
          ? Optional.of(new Finding(start.getAsLong(), spec.steps()))
          : Optional.empty();
    }

    /** Of all chains whose step {@code step} is the event at {@code index}, the latest start. */
    private OptionalLong latestStart(List<Hit> hits, int index, int step) {
      if (step == 0) {
        return OptionalLong.of(hits.get(index).time());
      }
      OptionalLong latest = OptionalLong.empty();
      for (int before = index - 1; before >= 0; before--) {
        Hit hit = hits.get(before);
        if ((hit.kind() & 32) != 0) {
          break;
        }
        boolean inTime = spec.ties() == Ties.BY_ORDER || hit.time() < hits.get(index).time();
        if ((hit.kind() & 1 << (step - 1)) != 0 && inTime) {
          OptionalLong start = latestStart(hits, before, step - 1);
          if (start.isPresent() && (latest.isEmpty() || start.getAsLong() > latest.getAsLong())) {
            latest = start;
          }
        }
        if ((hit.kind() & 8 << (step - 1)) != 0) {
          break;
        }
      }
      return latest;
    }
  }

  @Provide
  Arbitrary<List<Hit>> hits() {
    // Mostly one step, sometimes several, and now and then something that forbids or ends.
    int[] kinds = {
      1, 1, 1, 2, 2, 2, 4, 4, 4, 3, 6, 5, 7, 8, 16, 9, 10, 20, 32, 36, 33, 34, 36, 38, 0
    };
    return Hits.upTo(kinds.length - 1, 0)
        .map(
            hits ->
                hits.stream()
                    .map(hit -> new Hit(hit.key(), hit.time(), kinds[hit.kind()], 0))
                    .toList());
  }

  @Provide
  Arbitrary<Rearm> rearms() {
    return Hits.rearms();
  }

  @Property
  void agreesWithTryingAllChains(
      @ForAll("hits") List<Hit> hits,
      @ForAll @IntRange(min = 1, max = 3) int steps,
      @ForAll Ties ties,
      @ForAll("rearms") Rearm rearm) {
    TestHome home = new TestHome();
    Told told = new Told();
    SequenceSpec spec =
        SequenceSpec.of(steps).ties(ties).within(Duration.ofMillis(WINDOW)).rearm(rearm);
    var sequence = new StandardSequence(home, spec, told);
    Reference reference = new Reference(spec);
    for (Hit any : hits) {
      int known = any.kind() & (((1 << steps) - 1) | ~7);
      Hit hit = new Hit(any.key(), any.time(), known, 0);
      StepMatch match =
          new StepMatch(
              known & 7,
              known >> 3 & 3,
              (known & 32) != 0 ? StepMatch.Ends.YES : StepMatch.Ends.NO);
      assertThat(sequence.hit(Slice.of(hit.key()), match, home.at(hit.time())))
          .isEqualTo(reference.hit(hit));
    }
    home.moveTo(10_000);
    reference.moveTo(10_000);
    assertThat(told.lines).isEqualTo(reference.lines);
  }
}
