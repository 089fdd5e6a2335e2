package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.state.StateSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class BoundedStateTest {
  private static final StateSpec<String, Integer> SPEC =
      StateSpec.of("test", String.class, Integer.class)
          .maxKeys(2)
          .expireAfter(Duration.ofMillis(10));

  private final TestHome home = new TestHome();
  private final BoundedState<String, Integer> state = new BoundedState<>(SPEC, home);

  @Test
  void keepsAValueUntilItsTimeHasPassed() {
    state.put("a", 1);
    home.moveTo(10);

    assertThat(state.get("a")).contains(1);
  }

  @Test
  void forgetsAValueNotUsedForLonger() {
    state.put("a", 1);
    home.moveTo(11);

    assertThat(state.get("a")).isEmpty();
    assertThat(state.size()).isZero();
  }

  @Test
  void aLookCountsAsUse() {
    state.put("a", 1);
    home.moveTo(10);
    state.get("a");
    home.moveTo(20);

    assertThat(state.get("a")).contains(1);
  }

  @Test
  void evictsTheKeyUsedLongestAgo() {
    state.put("a", 1);
    state.put("b", 2);
    state.get("a");
    state.put("c", 3);

    assertThat(state.get("b")).isEmpty();
    assertThat(state.get("a")).contains(1);
    assertThat(state.evicted()).isEqualTo(1);
  }

  @Test
  void expiredKeysMakeRoomWithoutEviction() {
    state.put("a", 1);
    state.put("b", 2);
    home.moveTo(11);
    state.put("c", 3);

    assertThat(state.evicted()).isZero();
  }

  @Test
  void visitsWhatHasNotExpired() {
    state.put("old", 1);
    home.moveTo(8);
    state.put("young", 2);
    home.moveTo(12);
    List<String> seen = new ArrayList<>();
    state.forEach((key, value) -> seen.add(key + value));

    assertThat(seen).containsExactly("young2");
  }

  @Test
  void replacesAValueWithoutGrowing() {
    state.put("a", 1);
    state.put("a", 2);

    assertThat(state.get("a")).contains(2);
    assertThat(state.size()).isEqualTo(1);
  }

  /** A call: what it does to which key, and whether it throws in the end. */
  record Call(List<Integer> steps, boolean fails) {
    void make(BoundedState<String, Integer> state, TestHome home) {
      home.undo().begin();
      for (int step : steps) {
        String key = KEYS.get(step % KEYS.size());
        switch (step / KEYS.size()) {
          case 0, 1 -> state.get(key);
          case 2, 3, 4 -> state.put(key, step);
          case 5 -> state.put(key, state.get(key).orElse(0) + 1);
          case 6 -> state.remove(key);
          default -> state.clear();
        }
      }
      if (!fails) {
        home.undo().end();
      }
      home.undo().rollbackUnlessEnded();
    }
  }

  private static final List<String> KEYS = List.of("a", "b", "c", "d");

  @Provide
  static Arbitrary<Call> calls() {
    // The last four numbers clear, which is rare.
    return Combinators.combine(
            Arbitraries.frequencyOf(
                    Tuple.of(50, Arbitraries.integers().between(0, 27)),
                    Tuple.of(1, Arbitraries.integers().between(28, 31)))
                .list()
                .ofMaxSize(6),
            Arbitraries.of(true, false))
        .as(Call::new);
  }

  @Property
  void callsThatFailLeaveNoTrace(@ForAll @Size(max = 30) List<@From("calls") Call> calls)
      throws IOException {
    TestHome home = new TestHome();
    TestHome twinHome = new TestHome();
    BoundedState<String, Integer> state = new BoundedState<>(SPEC.maxKeys(3), home);
    BoundedState<String, Integer> twin = new BoundedState<>(SPEC.maxKeys(3), twinHome);
    for (Call call : calls) {
      home.moveTo(home.now() + 2);
      twinHome.moveTo(home.now());
      call.make(state, home);
      if (!call.fails()) {
        call.make(twin, twinHome);
      }
      assertThat(saved(state)).isEqualTo(saved(twin));
      assertThat(home.budget().used()).isEqualTo(twinHome.budget().used());
    }
  }

  private static byte[] saved(BoundedState<String, Integer> state) throws IOException {
    StateOutput out = new StateOutput();
    state.save(out);
    return out.toByteArray();
  }
}
