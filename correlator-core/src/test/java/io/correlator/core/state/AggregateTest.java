package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Slice;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.AggregateSpec.Function;
import io.correlator.api.state.Condition;
import io.correlator.api.state.Firing;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import io.correlator.core.state.BruteForce.Finding;
import io.correlator.core.state.BruteForce.Hit;
import io.correlator.core.state.BruteForce.KeyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class AggregateTest {
  private static final int WINDOW = Hits.WINDOW;

  /** Holds more values than the test keeps one by one. */
  private static final int LONGER_WINDOW = 60;

  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardAggregate aggregate(AggregateSpec spec) {
    return new StandardAggregate(home, spec.within(Duration.ofMillis(WINDOW)), told);
  }

  @Test
  void addsUpWhatIsInTheWindow() {
    var sum = aggregate(AggregateSpec.sum(Condition.atLeast(10)));
    sum.add("a", 6, home.at(0));

    assertThat(sum.add("a", 6, home.at(WINDOW + 1))).isEqualTo(Outcome.QUIET);
    assertThat(sum.add("a", 4, home.at(WINDOW + 1))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void doesNotRoundItsThreshold() {
    var average = aggregate(AggregateSpec.average(Condition.atLeast(1.5)));
    assertThat(average.add("a", 1, home.at(0))).isEqualTo(Outcome.QUIET);
    assertThat(average.add("a", 2, home.at(0))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void interpolatesBetweenTheClosestRanks() {
    var median = aggregate(AggregateSpec.percentile(95, Condition.atLeast(0)).minCount(3));
    median.add("a", 10, home.at(0));
    median.add("a", 30, home.at(0));
    median.add("a", 20, home.at(0));

    assertThat(told.firings.get(0).observed()).isEqualTo(29);
  }

  @Test
  void waitsForEnoughValues() {
    var median = aggregate(AggregateSpec.median(Condition.atLeast(1)).minCount(2));
    assertThat(median.add("a", 5, home.at(0))).isEqualTo(Outcome.QUIET);
    assertThat(median.add("a", 5, home.at(0))).isEqualTo(Outcome.FIRED);
  }

  @Test
  void skipsWhatIsNotAFiniteNumber() {
    var sum = aggregate(AggregateSpec.sum(Condition.atLeast(1)));

    assertThat(sum.add("a", Double.NaN, home.at(0))).isEqualTo(Outcome.QUIET);
    assertThat(sum.add("a", Double.POSITIVE_INFINITY, home.at(0))).isEqualTo(Outcome.QUIET);
    assertThat(sum.skipped()).isEqualTo(2);
  }

  @Test
  void doesNotLoseSmallValuesToLargeOnes() {
    var sum = aggregate(AggregateSpec.sum(Condition.atLeast(3)).rearm(Rearm.every()));
    sum.add("a", 1e17, home.at(0));
    sum.add("a", 1, home.at(5));
    sum.add("a", 1, home.at(5));
    told.firings.clear();

    assertThat(sum.add("a", 1, home.at(WINDOW + 1))).isEqualTo(Outcome.FIRED);
    assertThat(told.firings.get(0).observed()).isEqualTo(3);
  }

  @Test
  void refusesAPercentileThatIsNone() {
    assertThatThrownBy(() -> AggregateSpec.percentile(101, Condition.atLeast(1)))
        .hasMessageContaining("101");
    assertThatThrownBy(() -> AggregateSpec.percentile(Double.NaN, Condition.atLeast(1)))
        .hasMessageContaining("NaN");
  }

  private static double of(AggregateSpec spec, List<Integer> values) {
    List<Integer> sorted = values.stream().sorted().toList();
    return switch (spec.function()) {
      case SUM -> values.stream().mapToInt(value -> value).sum();
      case AVERAGE -> values.stream().mapToInt(value -> value).average().orElseThrow();
      case MINIMUM -> sorted.get(0);
      case MAXIMUM -> sorted.get(sorted.size() - 1);
      case PERCENTILE -> {
        double rank = spec.percent() / 100 * (sorted.size() - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.size() - 1);
        yield sorted.get(below) + (rank - below) * (sorted.get(above) - sorted.get(below));
      }
    };
  }

  private static final class Reference extends BruteForce {
    private final AggregateSpec spec;

    Reference(AggregateSpec spec) {
      super(WINDOW, spec.options().rearm());
      this.spec = spec;
    }

    @Override
    Optional<Finding> onHit(KeyState key, Hit hit) {
      return spec.condition().isMonotone()
          ? evaluate(
              key.hits.stream().filter(earlier -> hit.time() - earlier.time() <= window).toList())
          : Optional.empty();
    }

    private Optional<Finding> evaluate(List<Hit> hits) {
      double result = of(spec, hits.stream().map(Hit::value).toList());
      return hits.size() >= spec.minCount() && spec.condition().test(result)
          ? Optional.of(new Finding(hits.get(0).time(), result))
          : Optional.empty();
    }

    @Override
    Optional<Finding> onTime(KeyState key, long time) {
      if (spec.condition().isMonotone()
          || key.hits.isEmpty()
          || key.hits.get(0).time() + window != time) {
        return Optional.empty();
      }
      List<Hit> hits = List.copyOf(key.hits);
      key.hits.clear();
      return evaluate(hits);
    }
  }

  @Provide
  Arbitrary<List<Hit>> hits() {
    return Hits.upTo(0, 9);
  }

  @Provide
  Arbitrary<AggregateSpec> specs() {
    Arbitrary<Condition> conditions =
        Arbitraries.of(
            Condition.atLeast(6),
            Condition.moreThan(4.5),
            Condition.lessThan(5),
            Condition.equalTo(5),
            Condition.atLeast(3).and(Condition.atMost(12)));
    return Combinators.combine(
            Arbitraries.of(Function.values()),
            Arbitraries.of(0.0, 25.0, 50.0, 90.0, 100.0),
            conditions,
            Arbitraries.integers().between(1, 3),
            Hits.rearms())
        .as(
            (function, percent, condition, minCount, rearm) ->
                new AggregateSpec(
                    function,
                    percent,
                    condition,
                    minCount,
                    100,
                    Duration.ofMillis(WINDOW),
                    AggregateSpec.sum(condition).rearm(rearm).options()));
  }

  @Property
  void agreesWithComputingFromAllValues(
      @ForAll("hits") List<Hit> hits, @ForAll("specs") AggregateSpec spec) {
    TestHome home = new TestHome();
    Told told = new Told();
    var aggregate = new StandardAggregate(home, spec, told);
    Reference reference = new Reference(spec);
    for (Hit hit : hits) {
      assertThat(aggregate.add(Slice.of(hit.key()), hit.value(), home.at(hit.time())))
          .isEqualTo(reference.hit(hit));
    }
    home.moveTo(10_000);
    reference.moveTo(10_000);
    assertThat(told.lines).isEqualTo(reference.lines);
  }

  @Property
  void isNotFartherOffThanItSaysWhenThereAreTooManyValues(
      @ForAll Function function,
      @ForAll @IntRange(min = 0, max = 100) int percent,
      @ForAll @IntRange(min = 50, max = 250) int count,
      @ForAll @IntRange(min = 0, max = 3) int pace,
      @ForAll long seed) {
    AggregateSpec spec =
        new AggregateSpec(
            function,
            percent,
            Condition.atLeast(-1e9),
            1,
            32,
            Duration.ofMillis(LONGER_WINDOW),
            AggregateSpec.sum(Condition.atLeast(0)).rearm(Rearm.every()).options());
    TestHome home = new TestHome();
    Told told = new Told();
    var aggregate = new StandardAggregate(home, spec, told);
    var random = new java.util.Random(seed);
    List<Integer> values = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    int oldest = 0;
    long time = home.now();
    for (int i = 0; i < count; i++) {
      time += (long) random.nextInt(2) * pace;
      values.add(random.nextInt(2000) - 1000);
      times.add(time);
      told.firings.clear();
      aggregate.add("a", values.get(i), home.at(time));
      while (time - times.get(oldest) > LONGER_WINDOW) {
        oldest++;
      }
      Firing firing = told.firings.get(0);
      assertThat(Math.abs(firing.observed() - of(spec, values.subList(oldest, i + 1))))
          .isLessThanOrEqualTo(firing.errorBound() + 1e-6);
      assertThat(firing.is(Firing.Flag.APPROXIMATE)).isEqualTo(firing.errorBound() > 0);
    }
  }

  @Property
  void findsAPercentileWithoutSorting(@ForAll List<@IntRange(min = 0, max = 20) Integer> list) {
    if (list.isEmpty()) {
      return;
    }
    for (double percent : new double[] {0, 10, 50, 99, 100}) {
      double[] values = list.stream().mapToDouble(value -> value).toArray();
      assertThat(Selection.percentile(values, percent))
          .isEqualTo(of(AggregateSpec.percentile(percent, Condition.atLeast(0)), list));
    }
  }
}
