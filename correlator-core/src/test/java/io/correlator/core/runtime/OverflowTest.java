package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Overflow;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ListenerStatistics.Drop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener that does not return while a hundred thousand events flow. */
@Timeout(60)
class OverflowTest {
  private static final int EVENTS = 100_000;
  private static final int ROOM = 1_000;

  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Integer> received = new CopyOnWriteArrayList<>();

  private Rig blocked(DeliverySettings settings) {
    int[] numbers = new int[EVENTS];
    int[] count = new int[1];
    return new Rig(
            settings,
            Rig.listener(
                event -> {
                  release.await();
                  numbers[count[0]++] = Rig.number(event);
                  if (count[0] == 1 || Rig.number(event) == EVENTS - 1) {
                    received.add(Rig.number(event));
                  }
                }))
        .start();
  }

  @Test
  void costsNoOtherListenerAndNothingIfThereIsRoom() throws InterruptedException {
    Rig blocked = blocked(DeliverySettings.defaults().withCapacity(2 * EVENTS));
    int[] inOrder = new int[1];
    Rig other =
        new Rig(
                DeliverySettings.defaults(),
                Rig.listener(
                    event -> {
                      if (Rig.number(event) == inOrder[0]) {
                        inOrder[0]++;
                      }
                    }))
            .start();
    for (int i = 0; i < EVENTS; i++) {
      blocked.runner.offer(Rig.event(i));
      other.runner.offer(Rig.event(i));
    }

    ListenerStatistics unhurt = other.end();
    blocked.runner.handOver();
    long waiting = blocked.statistics().waiting();
    release.countDown();
    ListenerStatistics after = blocked.end();

    assertThat(unhurt.accepted()).isEqualTo(EVENTS);
    assertThat(inOrder[0]).isEqualTo(EVENTS);
    assertThat(waiting).isEqualTo(EVENTS);
    assertThat(after.accepted()).isEqualTo(EVENTS);
    assertThat(after.dropped()).isEmpty();
  }

  @Test
  void dropsExactlyTheNewestThatFindNoRoom() throws InterruptedException {
    Rig rig =
        blocked(DeliverySettings.defaults().withCapacity(ROOM).withOverflow(Overflow.DROP_NEWEST));

    rig.offer(0, EVENTS);
    release.countDown();
    ListenerStatistics statistics = rig.end();

    assertThat(statistics.offered()).isEqualTo(EVENTS);
    assertThat(statistics.accepted()).isEqualTo(ROOM);
    assertThat(statistics.dropped()).isEqualTo(Map.of(Drop.OVERFLOW, (long) EVENTS - ROOM));
    assertThat(received).containsExactly(0);
  }

  @Test
  void dropsExactlyTheOldestThatTheListenerDoesNotHave() throws InterruptedException {
    Rig rig =
        blocked(DeliverySettings.defaults().withCapacity(ROOM).withOverflow(Overflow.DROP_OLDEST));

    rig.offer(0, EVENTS);
    release.countDown();
    ListenerStatistics statistics = rig.end();

    assertThat(statistics.accepted()).isEqualTo(ROOM);
    assertThat(statistics.dropped()).isEqualTo(Map.of(Drop.OVERFLOW, (long) EVENTS - ROOM));
    assertThat(received).hasSize(2).endsWith(EVENTS - 1);
  }

  @Test
  void tellsOfDropsAtTheFirstAndAtEachTimesTen() {
    Rig rig =
        new Rig(
            DeliverySettings.defaults().withCapacity(1).withOverflow(Overflow.DROP_NEWEST),
            Rig.listener(event -> {}));
    List<Object> told = new CopyOnWriteArrayList<>();

    for (int i = 0; i <= 123; i++) {
      rig.offer(i, i + 1);
      rig.runner.tellLosses(
          event -> told.add(event.build(Rig.NOW).fields().get("count").orElse("none")));
    }

    assertThat(told).containsExactly(1L, 10L, 100L);
  }

  @Test
  void aSmallQueueThatBlocksLosesNothing() throws InterruptedException {
    List<Integer> all = new CopyOnWriteArrayList<>();
    Rig rig =
        new Rig(
                DeliverySettings.defaults().withCapacity(1),
                Rig.listener(event -> all.add(Rig.number(event))))
            .start();

    rig.offer(0, 2_000);
    rig.end();

    assertThat(all).containsExactlyElementsOf(IntStream.range(0, 2_000).boxed().toList());
  }
}
