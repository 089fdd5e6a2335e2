package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Guarantee;
import io.correlator.api.listener.Listener;
import io.correlator.api.listener.RejectedException;
import io.correlator.api.listener.RetryException;
import io.correlator.core.delivery.DeadLetter;
import io.correlator.core.delivery.DeadLetter.Reason;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ListenerStatistics.Drop;
import io.correlator.core.monitor.ListenerStatistics.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetryTest {
  private static final DeliverySettings INSISTING =
      DeliverySettings.defaults().withGuarantee(Guarantee.AT_LEAST_ONCE);
  private static final Duration LONG = Duration.ofMinutes(7);

  private final List<Integer> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();

  private Listener failing(int number, int times) {
    return Rig.listener(
        event -> {
          if (Rig.number(event) == number && attempts.getAndIncrement() < times) {
            throw new IOException("down");
          }
          received.add(Rig.number(event));
        });
  }

  @Test
  void triesAgainAfterTheWaitAndNotBefore() throws InterruptedException {
    Rig rig = new Rig(INSISTING, failing(0, 1)).start();

    rig.offer(0, 1);
    rig.awaitState(State.RETRYING);
    rig.advance(Duration.ofMillis(799));
    boolean early = attempts.get() > 1;
    rig.advance(Duration.ofMillis(402));
    ListenerStatistics statistics = rig.end();

    assertThat(early).isFalse();
    assertThat(received).containsExactly(0);
    assertThat(statistics.accepted()).isEqualTo(1);
    assertThat(statistics.errors()).isEqualTo(1);
  }

  @Test
  void keepsTheOrderWhileItTriesAgain() throws InterruptedException {
    Rig rig = new Rig(INSISTING, failing(3, 5)).start();

    rig.offer(0, 10);
    for (int i = 1; i <= 5; i++) {
      int failures = i;
      Rig.await(() -> rig.statistics().errors() == failures);
      rig.awaitState(State.RETRYING);
      rig.advance(LONG);
    }
    rig.end();

    assertThat(received).containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
  }

  @Test
  void givesUpAfterSoManyAttempts() throws InterruptedException {
    Rig rig = new Rig(INSISTING.withAttempts(3), failing(0, 99)).start();

    rig.offer(0, 2);
    for (int i = 1; i <= 2; i++) {
      int failures = i;
      Rig.await(() -> rig.statistics().errors() == failures);
      rig.awaitState(State.RETRYING);
      rig.advance(LONG);
    }
    ListenerStatistics statistics = rig.end();

    assertThat(rig.letters)
        .singleElement()
        .isEqualTo(
            new DeadLetter(
                "test",
                Reason.EXHAUSTED,
                3,
                "java.io.IOException: down",
                Rig.NOW,
                rig.letters.get(0).event()));
    assertThat(rig.numbersOfLetters()).containsExactly(0);
    assertThat(received).containsExactly(1);
    assertThat(statistics.deadLettered()).isEqualTo(1);
    assertThat(statistics.failed()).isZero();
  }

  @Test
  void givesUpWhenPatienceHasRunOut() throws InterruptedException {
    Rig rig = new Rig(INSISTING.withPatience(Duration.ofMinutes(10)), failing(0, 99)).start();

    rig.offer(0, 1);
    rig.awaitState(State.RETRYING);
    rig.advance(Duration.ofMinutes(10));
    rig.end();

    assertThat(rig.letters).extracting(DeadLetter::reason).containsExactly(Reason.EXHAUSTED);
    assertThat(attempts).hasValue(2);
  }

  @Test
  void bestEffortTriesOnce() throws InterruptedException {
    Rig rig = new Rig(DeliverySettings.defaults(), failing(0, 1)).start();

    ListenerStatistics statistics = rig.offer(0, 2).end();

    assertThat(rig.letters).extracting(DeadLetter::reason).containsExactly(Reason.FAILED);
    assertThat(received).containsExactly(1);
    assertThat(statistics.accepted()).isEqualTo(1);
  }

  @Test
  void aListenerMayAskForAnotherTry() throws InterruptedException {
    Rig rig =
        new Rig(
                DeliverySettings.defaults(),
                Rig.listener(
                    event -> {
                      if (attempts.getAndIncrement() == 0) {
                        throw new RetryException(Duration.ofHours(1), "busy");
                      }
                    }))
            .start();

    rig.offer(0, 1);
    rig.awaitState(State.RETRYING);
    rig.advance(Duration.ofMinutes(59));
    boolean early = attempts.get() > 1;
    rig.advance(Duration.ofMinutes(1));
    ListenerStatistics statistics = rig.end();

    assertThat(early).isFalse();
    assertThat(statistics.accepted()).isEqualTo(1);
  }

  @Test
  void whatIsRejectedIsNotOfferedAgain() throws InterruptedException {
    Rig rig =
        new Rig(
                INSISTING,
                Rig.listener(
                    event -> {
                      attempts.getAndIncrement();
                      throw new RejectedException("no such column");
                    }))
            .start();

    rig.offer(0, 1).end();

    assertThat(attempts).hasValue(1);
    assertThat(rig.letters).extracting(DeadLetter::reason).containsExactly(Reason.REJECTED);
  }

  /** Holds events until they are flushed; a flush with a bad one fails and forgets all. */
  private static final class Batching implements Listener {
    private final List<Integer> held = new ArrayList<>();
    private final List<Integer> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final int bad;
    private int flushes;
    private final int failingFlushes;

    Batching(int bad, int failingFlushes) {
      this.bad = bad;
      this.failingFlushes = failingFlushes;
    }

    @Override
    public String name() {
      return "test";
    }

    @Override
    public void accept(EmittedEvent event) throws InterruptedException {
      go.await();
      held.add(Rig.number(event));
    }

    @Override
    public void flush() throws IOException {
      List<Integer> batch = List.copyOf(held);
      held.clear();
      if (batch.contains(bad) || flushes++ < failingFlushes) {
        throw new IOException("rolled back");
      }
      written.addAll(batch);
    }
  }

  @Test
  void offersAgainWhatAFailedFlushHasLost() throws InterruptedException {
    Batching listener = new Batching(-1, 1);
    Rig rig = new Rig(INSISTING, listener).start();

    rig.offer(0, 100);
    listener.go.countDown();
    rig.awaitState(State.RETRYING);
    long accepted = rig.statistics().accepted();
    rig.advance(LONG);
    ListenerStatistics statistics = rig.end();

    assertThat(accepted).isZero();
    assertThat(listener.written)
        .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    assertThat(statistics.accepted()).isEqualTo(100);
  }

  @Test
  void oneBadEventTakesNoOthersWithIt() throws InterruptedException {
    Batching listener = new Batching(7, 0);
    Rig rig = new Rig(INSISTING.withAttempts(2), listener).start();

    rig.offer(0, 20);
    listener.go.countDown();
    rig.awaitState(State.RETRYING);
    rig.advance(LONG);
    ListenerStatistics statistics = rig.end();

    assertThat(rig.numbersOfLetters()).containsExactly(7);
    assertThat(listener.written).hasSize(19).isSorted();
    assertThat(statistics.accepted()).isEqualTo(19);
  }

  @Test
  void withBestEffortAFailedFlushLosesWhatCameBeforeIt() throws InterruptedException {
    Batching listener = new Batching(-1, 1);
    Rig rig = new Rig(DeliverySettings.defaults(), listener).start();

    rig.offer(0, 20);
    listener.go.countDown();
    ListenerStatistics statistics = rig.end();

    assertThat(statistics.deadLettered()).isEqualTo(20);
    assertThat(rig.numbersOfLetters())
        .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
  }

  @Test
  void closingDuringAWaitEndsItAndKeepsWhatIsLeft() throws InterruptedException {
    Rig rig = new Rig(INSISTING, failing(1, 99)).start();

    rig.offer(0, 5);
    rig.awaitState(State.RETRYING);
    rig.runner.giveUp();
    ListenerStatistics statistics = rig.join();

    assertThat(rig.letters).extracting(DeadLetter::reason).containsOnly(Reason.CLOSED);
    assertThat(rig.numbersOfLetters()).containsExactly(1, 2, 3, 4);
    assertThat(statistics.accepted()).isEqualTo(1);
    assertThat(statistics.waiting()).isZero();
    assertThat(statistics.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whatIsOfferedAfterTheEndIsKeptToo() throws InterruptedException {
    Rig rig = new Rig(INSISTING.withCapacity(2), failing(0, 99)).start();

    rig.runner.giveUp();
    rig.join();
    rig.offer(0, 5);

    assertThat(rig.numbersOfLetters()).containsExactly(0, 1, 2, 3, 4);
    assertThat(rig.statistics().deadLettered()).isEqualTo(5);
  }

  @Test
  void hurryingCutsTheWaitShort() throws InterruptedException {
    Rig rig = new Rig(INSISTING, failing(0, 1)).start();

    rig.offer(0, 1);
    rig.awaitState(State.RETRYING);
    rig.runner.hurry();

    assertThat(rig.end().accepted()).isEqualTo(1);
  }

  @Test
  void aListenerThatNeverReturnsCostsNoEvent() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch called = new CountDownLatch(1);
    Rig rig =
        new Rig(
                INSISTING,
                Rig.listener(
                    event -> {
                      called.countDown();
                      release.await();
                    }))
            .start();

    rig.offer(0, 5);
    called.await();
    rig.runner.giveUp();
    rig.runner.abandon();
    ListenerStatistics before = rig.statistics();
    release.countDown();
    ListenerStatistics after = rig.join();

    assertThat(rig.numbersOfLetters()).containsExactly(0, 1, 2, 3, 4);
    assertThat(before.waiting()).isZero();
    assertThat(after.accepted()).isZero();
    assertThat(after.deadLettered()).isEqualTo(5);
  }

  @Test
  void isStalledAfterAMinuteInOneCall() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch called = new CountDownLatch(1);
    Rig rig =
        new Rig(
                INSISTING,
                Rig.listener(
                    event -> {
                      called.countDown();
                      release.await();
                    }))
            .start();

    rig.offer(0, 1);
    called.await();
    rig.advance(Duration.ofSeconds(60));
    State atAMinute = rig.statistics().state();
    rig.advance(Duration.ofNanos(1));
    State beyond = rig.statistics().state();
    release.countDown();
    rig.end();

    assertThat(atAMinute).isEqualTo(State.UP);
    assertThat(beyond).isEqualTo(State.STALLED);
    assertThat(rig.statistics().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void lettersThatCannotBeKeptAreCountedAsLost() throws InterruptedException {
    ListenerRunner runner =
        new ListenerRunner(
            new io.correlator.core.delivery.Subscription(
                failing(0, 1), DeliverySettings.defaults()),
            new ListenerRunner.Surroundings(
                letter -> {
                  throw new IOException("disk full");
                },
                failure -> {},
                () -> Rig.NOW,
                () -> 0,
                new java.util.Random(1)));

    runner.offer(Rig.event(0));
    runner.end();
    runner.run();

    assertThat(runner.statistics().failed()).isEqualTo(1);
    assertThat(runner.statistics().deadLettered()).isZero();
    assertThat(runner.statistics().errors()).isEqualTo(2);
  }

  @Test
  void withoutDeadLettersWhatIsLeftIsDropped() throws InterruptedException {
    ListenerRunner runner =
        new ListenerRunner(
            new io.correlator.core.delivery.Subscription(failing(0, 99), INSISTING),
            new ListenerRunner.Surroundings(
                letter -> false, failure -> {}, () -> Rig.NOW, () -> 0, new java.util.Random(1)));

    runner.offer(Rig.event(0));
    runner.handOver();
    runner.giveUp();
    runner.run();

    assertThat(runner.statistics().dropped()).isEqualTo(Map.of(Drop.CLOSED, 1L));
  }
}
