package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Slice;
import io.correlator.api.state.Condition;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import io.correlator.core.state.BruteForce.Finding;
import io.correlator.core.state.BruteForce.Hit;
import io.correlator.core.state.BruteForce.KeyState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class EventCountTest {
  private static final int WINDOW = Hits.WINDOW;

  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardEventCount count(CountSpec spec) {
    return new StandardEventCount(home, spec.within(Duration.ofMillis(WINDOW)), told);
  }

  @Test
  void countsAnEventExactlyOneWindowAgo() {
    var count = count(CountSpec.atLeast(2));
    count.add("a", home.at(0));

    assertThat(count.add("a", home.at(WINDOW))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void forgetsAnEventOneMillisecondOlderThanTheWindow() {
    var count = count(CountSpec.atLeast(2));
    count.add("a", home.at(0));

    assertThat(count.add("a", home.at(WINDOW + 1))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void showsTheRecordsBehindAFiring() {
    var count = count(CountSpec.atLeast(2));
    count.add("a", home.at(0));
    count.add("b", home.at(1));
    count.add("a", home.at(2));

    assertThat(told.firings.get(0).evidence())
        .extracting(Object::toString)
        .containsExactly("at 0", "at 2");
  }

  @Test
  void firesForFewEventsOnlyAfterTheirWindow() {
    var count = count(CountSpec.where(Condition.lessThan(3)));
    count.add("a", home.at(5));
    home.moveTo(5 + WINDOW);
    assertThat(told.lines).isEmpty();

    home.moveTo(5 + WINDOW + 1);

    assertThat(told.lines).containsExactly("a fired at 15 since 5: 1.0");
  }

  @Test
  void decidesInTheOrderOfKeysWhatIsDueAtTheSameTime() {
    var count = count(CountSpec.where(Condition.atMost(1)));
    for (String key : List.of("b", "c", "a")) {
      count.add(key, home.at(0));
    }
    home.moveTo(1000);

    assertThat(told.firings)
        .extracting(firing -> firing.key().toString())
        .containsExactly("a", "b", "c");
  }

  @Test
  void refusesAConditionItCannotCountTo() {
    assertThatThrownBy(() -> CountSpec.atLeast(70_000)).hasMessageContaining("65,535");
  }

  @Test
  void keepsKeysLongerThanItsLimitApart() {
    var count = count(CountSpec.atLeast(2));
    String same = "x".repeat(1000);
    count.add(same + "a", home.at(0));

    assertThat(count.add(same + "b", home.at(1))).isEqualTo(Outcome.QUIET);
    assertThat(count.add(same + "a", home.at(2))).isEqualTo(Outcome.FIRED);
    assertThat(told.firings.get(0).key().length()).isEqualTo(255);
  }

  private static final class Reference extends BruteForce {
    private final Condition condition;

    Reference(Condition condition, Rearm rearm) {
      super(WINDOW, rearm);
      this.condition = condition;
    }

    @Override
    Optional<Finding> onHit(KeyState key, Hit hit) {
      List<Hit> inWindow =
          key.hits.stream().filter(earlier -> hit.time() - earlier.time() <= window).toList();
      int needed = (int) condition.reach();
      return condition.isMonotone() && condition.test(inWindow.size())
          ? Optional.of(new Finding(inWindow.get(inWindow.size() - needed).time(), needed))
          : Optional.empty();
    }

    @Override
    Optional<Finding> onTime(KeyState key, long time) {
      if (condition.isMonotone() || key.hits.isEmpty() || key.hits.get(0).time() + window != time) {
        return Optional.empty();
      }
      int size = key.hits.size();
      Finding finding = new Finding(key.hits.get(0).time(), Math.min(size, condition.reach()));
      key.hits.clear();
      return condition.test(size) ? Optional.of(finding) : Optional.empty();
    }
  }

  @Provide
  Arbitrary<List<Hit>> hits() {
    return Hits.upTo(0, 0);
  }

  @Provide
  Arbitrary<Rearm> rearms() {
    return Hits.rearms();
  }

  @Provide
  Arbitrary<Condition> conditions() {
    return Arbitraries.of(
        Condition.lessThan(2.5),
        Condition.atMost(1),
        Condition.equalTo(2),
        Condition.notEqualTo(2),
        Condition.atLeast(2).and(Condition.lessThan(4)));
  }

  @Property
  void agreesWithCountingAllEvents(
      @ForAll("hits") List<Hit> hits,
      @ForAll @IntRange(min = 1, max = 10) int needed,
      @ForAll("rearms") Rearm rearm) {
    agrees(hits, Condition.atLeast(needed), rearm);
  }

  @Property
  void agreesWithCountingAllEventsOfAWindowThatTheFirstOneOpens(
      @ForAll("hits") List<Hit> hits,
      @ForAll("conditions") Condition condition,
      @ForAll("rearms") Rearm rearm) {
    agrees(hits, condition, rearm);
  }

  private static void agrees(List<Hit> hits, Condition condition, Rearm rearm) {
    TestHome home = new TestHome();
    Told told = new Told();
    CountSpec spec = CountSpec.where(condition).within(Duration.ofMillis(WINDOW)).rearm(rearm);
    var count = new StandardEventCount(home, spec, told);
    Reference reference = new Reference(condition, rearm);
    for (Hit hit : hits) {
      assertThat(count.add(Slice.of(hit.key()), home.at(hit.time()))).isEqualTo(reference.hit(hit));
    }
    home.moveTo(10_000);
    reference.moveTo(10_000);
    assertThat(told.lines).isEqualTo(reference.lines);
  }
}
