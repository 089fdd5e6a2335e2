package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RingCounterTest {
  private static final int WINDOW = 1000;

  private TestHome home = new TestHome();

  private RingCounter counter(int limit, int maxKeys) {
    return new RingCounter(limit, Duration.ofMillis(WINDOW), maxKeys, home);
  }

  private LogRecord at(long time) {
    return home.at(time);
  }

  @Test
  void countsAHitExactlyOneWindowAgo() {
    RingCounter counter = counter(5, 10);
    counter.add("a", at(0));

    assertThat(counter.add("a", at(WINDOW))).isEqualTo(2);
  }

  @Test
  void forgetsAHitOneMillisecondOlderThanTheWindow() {
    RingCounter counter = counter(5, 10);
    counter.add("a", at(0));

    assertThat(counter.add("a", at(WINDOW + 1))).isEqualTo(1);
  }

  @Test
  void doesNotCountALateRecord() {
    RingCounter counter = counter(2, 10);
    counter.add("a", at(5));

    assertThat(counter.add("a", at(4).flagged(LogRecord.Flag.LATE))).isEqualTo(1);
    assertThat(counter.crosses("a", at(4).flagged(LogRecord.Flag.LATE))).isFalse();
  }

  @Test
  void crossesOnceWhileHitsKeepComing() {
    RingCounter counter = counter(3, 10);
    List<Boolean> crossed = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      crossed.add(counter.crosses("a", at(i)));
    }

    assertThat(crossed).containsExactly(false, false, true, false, false, false);
  }

  @Test
  void crossesAgainAfterAPause() {
    RingCounter counter = counter(2, 10);
    counter.add("a", at(0));
    counter.add("a", at(1));

    assertThat(counter.crosses("a", at(5 * WINDOW))).isFalse();
    assertThat(counter.crosses("a", at(5 * WINDOW + 1))).isTrue();
  }

  @Test
  void showsTheRecordsBehindTheCount() {
    RingCounter counter = counter(3, 10);
    counter.add("a", at(0));
    counter.add("b", at(1));
    counter.add("a", at(WINDOW + 1));
    counter.add("a", at(WINDOW + 2));

    assertThat(counter.evidence("a"))
        .extracting(LogRecord::raw)
        .containsExactly("at 1001", "at 1002");
  }

  @Test
  void evictsTheKeyFarthestFromItsLimitAndCountsIt() {
    RingCounter counter = counter(3, 2);
    counter.add("a", at(0));
    counter.add("a", at(1));
    counter.add("b", at(2));
    counter.add("c", at(3));

    assertThat(counter.evicted()).isEqualTo(1);
    assertThat(counter.add("a", at(4))).isEqualTo(3);
    assertThat(counter.add("b", at(5))).isEqualTo(1);
  }

  @Test
  void clearsAwayKeysOfWhichNothingCountsAnyMore() {
    RingCounter counter = counter(3, 1000);
    for (int i = 0; i < 500; i++) {
      counter.add("early " + i, at(0));
    }
    for (int i = 0; i < 500; i++) {
      counter.add("late " + i, at(2 * WINDOW + 1));
    }

    assertThat(counter.size()).isEqualTo(500);
    assertThat(counter.evicted()).isZero();
  }

  @Test
  void forgetsAKeyThatIsReset() {
    RingCounter counter = counter(3, 10);
    counter.add("a", at(0));
    counter.reset("a");

    assertThat(counter.size()).isZero();
    assertThat(counter.add("a", at(0))).isEqualTo(1);
  }

  @Test
  void refusesALimitItCannotHold() {
    assertThatThrownBy(() -> counter(0, 1)).hasMessageContaining("limit");
    assertThatThrownBy(() -> counter(65_536, 1)).hasMessageContaining("65536");
  }

  private record Hit(int key, int pause, boolean reset) {}

  @Provide
  Arbitrary<List<Hit>> hits() {
    Arbitrary<Hit> hit =
        Combinators.combine(
                Arbitraries.integers().between(0, 40),
                Arbitraries.of(0, 1, 10, WINDOW / 2, WINDOW - 1, WINDOW, WINDOW + 1),
                Arbitraries.frequencyOf(
                    net.jqwik.api.Tuple.of(19, Arbitraries.just(false)),
                    net.jqwik.api.Tuple.of(1, Arbitraries.just(true))))
            .as(Hit::new);
    return hit.list().ofMaxSize(400);
  }

  @Property
  void agreesWithCountingEveryHitInTheWindow(
      @ForAll("hits") List<Hit> hits, @ForAll @IntRange(min = 1, max = 7) int limit) {
    home = new TestHome();
    RingCounter counter = counter(limit, 1000);
    Map<Integer, List<Long>> reference = new HashMap<>();
    long time = 0;
    for (Hit hit : hits) {
      time += hit.pause();
      Slice key = Slice.of("key " + hit.key());
      List<Long> times = reference.computeIfAbsent(hit.key(), unused -> new ArrayList<>());
      if (hit.reset()) {
        counter.reset(key);
        times.clear();
        continue;
      }
      times.add(time);
      long end = time;
      int expected = (int) Math.min(limit, times.stream().filter(t -> end - t <= WINDOW).count());
      assertThat(counter.add(key, at(time))).isEqualTo(expected);
    }
  }
}
