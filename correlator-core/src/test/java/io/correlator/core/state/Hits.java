package io.correlator.core.state;

import io.correlator.api.state.Rearm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Events and policies for the properties of operators, with the boundaries of windows in them. */
final class Hits {
  /** The length of all windows, in milliseconds. */
  static final int WINDOW = 10;

  private record Step(int key, int pause, int kind, int value) {}

  private Hits() {}

  /** Events of a few keys in the order of time; kinds and values from 0 up to the given bounds. */
  static Arbitrary<List<BruteForce.Hit>> upTo(int kind, int value) {
    Arbitrary<Step> step =
        Combinators.combine(
                Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(2, 1), Tuple.of(1, 2)),
                Arbitraries.of(0, 0, 0, 1, 1, 2, 3, WINDOW / 2, WINDOW - 1, WINDOW, WINDOW + 1, 40),
                Arbitraries.integers().between(0, kind),
                Arbitraries.integers().between(0, value))
            .as(Step::new);
    return step.list().ofMaxSize(60).map(Hits::inTime);
  }

  private static List<BruteForce.Hit> inTime(List<Step> steps) {
    List<BruteForce.Hit> hits = new ArrayList<>();
    long time = 1000;
    for (Step step : steps) {
      time += step.pause();
      hits.add(new BruteForce.Hit("key" + step.key(), time, step.kind(), step.value()));
    }
    return hits;
  }

  /** All policies, with suppression shorter and longer than the window, and quotas. */
  static Arbitrary<Rearm> rearms() {
    Arbitrary<Rearm> policies =
        Arbitraries.of(Rearm.once(), Rearm.extend(), Rearm.reset(), Rearm.every());
    Arbitrary<Integer> suppress = Arbitraries.of(-1, -1, 0, 3, WINDOW - 1, WINDOW + 1, 25);
    Arbitrary<Integer> quota = Arbitraries.of(0, 0, 1, 2);
    return Combinators.combine(policies, suppress, quota)
        .as(
            (policy, length, firings) -> {
              Rearm rearm = policy.maxOpen(Duration.ofMillis(30));
              Rearm suppressed = length < 0 ? rearm : rearm.suppress(Duration.ofMillis(length));
              return firings == 0 ? suppressed : suppressed.quota(firings, Duration.ofMillis(20));
            });
  }
}
