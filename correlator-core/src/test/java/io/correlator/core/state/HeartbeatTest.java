package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Slice;
import io.correlator.api.state.Closing;
import io.correlator.api.state.HeartbeatSpec;
import io.correlator.api.state.Rearm;
import io.correlator.core.state.BruteForce.Finding;
import io.correlator.core.state.BruteForce.Hit;
import io.correlator.core.state.BruteForce.KeyState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {
  private static final int WINDOW = Hits.WINDOW;

  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardHeartbeat heartbeat(HeartbeatSpec spec) {
    return new StandardHeartbeat(home, spec.within(Duration.ofMillis(WINDOW)), told);
  }

  @Test
  void firesOnceWhenAKeyGoesSilent() {
    var heartbeat = heartbeat(HeartbeatSpec.learned());
    heartbeat.beat("a", home.at(0));
    heartbeat.beat("a", home.at(WINDOW));
    home.moveTo(1000);

    assertThat(told.lines).containsExactly("a fired at 20 since 10: 0.0");
  }

  @Test
  void closesWhenTheKeyIsSeenAgainAndWatchesIt() {
    var heartbeat = heartbeat(HeartbeatSpec.learned());
    heartbeat.beat("a", home.at(0));
    heartbeat.beat("a", home.at(50));
    home.moveTo(1000);

    assertThat(told.lines)
        .containsExactly(
            "a fired at 10 since 0: 0.0",
            "a closed at 50, fired at 10, CLEARED: 0, last at 10",
            "a fired at 60 since 50: 0.0");
  }

  @Test
  void missesAListedKeyThatWasNeverSeen() {
    home.moveTo(100);
    var heartbeat = heartbeat(HeartbeatSpec.listed(List.of("a", "b")));
    heartbeat.beat("a", home.at(100));
    heartbeat.beat("a", home.at(110));
    home.moveTo(111);

    assertThat(told.lines).containsExactly("b fired at 110 since 110: 0.0");
  }

  @Test
  void doesNotWatchWhatIsNotListed() {
    var heartbeat = heartbeat(HeartbeatSpec.listed(List.of("a")));
    heartbeat.beat("other", home.at(0));
    home.moveTo(1000);

    assertThat(told.firings).extracting(firing -> firing.key().toString()).containsExactly("a");
  }

  @Test
  void forgetsAKeyThatStaysSilentForTooLong() {
    var heartbeat =
        heartbeat(HeartbeatSpec.learned().rearm(Rearm.once().maxOpen(Duration.ofMillis(30))));
    heartbeat.beat("a", home.at(0));
    home.moveTo(1000);

    assertThat(heartbeat.size()).isZero();
  }

  @Test
  void refusesAnEmptyList() {
    assertThatThrownBy(() -> HeartbeatSpec.listed(List.of())).hasMessageContaining("listed");
  }

  private static final class Reference extends BruteForce {
    Reference() {
      super(WINDOW, Rearm.once().suppress(Duration.ofMillis(30)));
    }

    @Override
    Optional<Finding> onHit(KeyState key, Hit hit) {
      return Optional.empty();
    }

    @Override
    Optional<Finding> onTime(KeyState key, long time) {
      if (key.hits.isEmpty()) {
        return Optional.empty();
      }
      long last = key.hits.get(key.hits.size() - 1).time();
      return last + window == time ? Optional.of(new Finding(last, 0)) : Optional.empty();
    }

    void beat(Hit hit) {
      moveTo(hit.time());
      KeyState key = keys.computeIfAbsent(hit.key(), KeyState::new);
      if (key.open) {
        close(key, Closing.Reason.CLEARED, true);
      }
      hit(hit);
    }
  }

  @Provide
  Arbitrary<List<Hit>> hits() {
    return Hits.upTo(0, 0);
  }

  @Property
  void agreesWithAskingAtEachMillisecond(@ForAll("hits") List<Hit> hits) {
    TestHome home = new TestHome();
    Told told = new Told();
    HeartbeatSpec spec =
        HeartbeatSpec.learned()
            .within(Duration.ofMillis(WINDOW))
            .rearm(Rearm.once().maxOpen(Duration.ofMillis(30)));
    var heartbeat = new StandardHeartbeat(home, spec, told);
    Reference reference = new Reference();
    for (Hit hit : hits) {
      heartbeat.beat(Slice.of(hit.key()), home.at(hit.time()));
      reference.beat(hit);
    }
    home.moveTo(10_000);
    reference.moveTo(10_000);
    assertThat(told.lines).isEqualTo(reference.lines);
  }
}
