package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.state.StateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
