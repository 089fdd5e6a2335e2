package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Slice;
import io.correlator.api.state.Condition;
import io.correlator.api.state.DistinctSpec;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DistinctCountTest {
  private static final int WINDOW = Hits.WINDOW;

  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardDistinctCount count(DistinctSpec spec) {
    return new StandardDistinctCount(home, spec.within(Duration.ofMillis(WINDOW)), told);
  }

  @Test
  void countsAValueOnceHoweverOftenItComes() {
    var count = count(DistinctSpec.atLeast(2));
    count.add("a", "root", home.at(0));

    assertThat(count.add("a", "root", home.at(1))).isEqualTo(Outcome.QUIET);
    assertThat(count.add("a", "admin", home.at(2))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void seeingAValueAgainKeepsItInTheWindow() {
    var count = count(DistinctSpec.atLeast(2));
    count.add("a", "root", home.at(0));
    count.add("a", "root", home.at(5));

    assertThat(count.add("a", "admin", home.at(5 + WINDOW))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void showsTheValues() {
    var count = count(DistinctSpec.atLeast(2));
    count.add("a", "root", home.at(0));
    count.add("a", "admin", home.at(1));

    assertThat(told.firings.get(0).sightings())
        .extracting(sighting -> sighting.value().toString())
        .containsExactly("root", "admin");
  }

  @Test
  void forgetsValuesThatNobodyCountsAnyMore() {
    var count = count(DistinctSpec.atLeast(3));
    count.add("a", "root", home.at(0));
    count.add("b", "root", home.at(0));
    count.add("b", "admin", home.at(0));
    count.reset("b");

    assertThat(count.values()).isEqualTo(1);
  }

  private static final class Reference extends BruteForce {
    private final Condition condition;

    Reference(Condition condition, Rearm rearm) {
      super(WINDOW, rearm);
      this.condition = condition;
    }

    @Override
    Optional<Finding> onHit(KeyState key, Hit hit) {
      Map<Integer, Long> lastSeen = new TreeMap<>();
      for (Hit earlier : key.hits) {
        if (hit.time() - earlier.time() <= window) {
          lastSeen.merge(earlier.value(), earlier.time(), Math::max);
        }
      }
      int needed = (int) condition.reach();
      if (!condition.isMonotone() || lastSeen.size() < needed) {
        return Optional.empty();
      }
      List<Long> times = new ArrayList<>(lastSeen.values());
      times.sort(Collections.reverseOrder());
      return Optional.of(new Finding(times.get(needed - 1), needed));
    }

    @Override
    Optional<Finding> onTime(KeyState key, long time) {
      if (condition.isMonotone() || key.hits.isEmpty() || key.hits.get(0).time() + window != time) {
        return Optional.empty();
      }
      int size = (int) key.hits.stream().map(Hit::value).distinct().count();
      Finding finding = new Finding(key.hits.get(0).time(), Math.min(size, condition.reach()));
      key.hits.clear();
      return condition.test(size) ? Optional.of(finding) : Optional.empty();
    }
  }

  @Provide
  Arbitrary<List<Hit>> hits() {
    return Hits.upTo(0, 5);
  }

  @Provide
  Arbitrary<Rearm> rearms() {
    return Hits.rearms();
  }

  @Provide
  Arbitrary<Condition> conditions() {
    return Arbitraries.of(
        Condition.lessThan(3),
        Condition.atMost(1),
        Condition.equalTo(2),
        Condition.notEqualTo(2),
        Condition.atLeast(2).and(Condition.atMost(3)));
  }

  @Property
  void agreesWithLookingAtAllValues(
      @ForAll("hits") List<Hit> hits,
      @ForAll @IntRange(min = 1, max = 5) int needed,
      @ForAll("rearms") Rearm rearm) {
    agrees(hits, Condition.atLeast(needed), rearm);
  }

  @Property
  void agreesWithLookingAtAllValuesOfAWindowThatTheFirstOneOpens(
      @ForAll("hits") List<Hit> hits,
      @ForAll("conditions") Condition condition,
      @ForAll("rearms") Rearm rearm) {
    agrees(hits, condition, rearm);
  }

  private static void agrees(List<Hit> hits, Condition condition, Rearm rearm) {
    TestHome home = new TestHome();
    Told told = new Told();
    DistinctSpec spec =
        DistinctSpec.where(condition).within(Duration.ofMillis(WINDOW)).rearm(rearm);
    var count = new StandardDistinctCount(home, spec, told);
    Reference reference = new Reference(condition, rearm);
    for (Hit hit : hits) {
      Slice value = Slice.of("value " + hit.value());
      assertThat(count.add(Slice.of(hit.key()), value, home.at(hit.time())))
          .isEqualTo(reference.hit(hit));
    }
    home.moveTo(10_000);
    reference.moveTo(10_000);
    assertThat(told.lines).isEqualTo(reference.lines);
  }
}
