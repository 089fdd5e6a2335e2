package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PartitionCrewTest {
  private static final int ROUNDS = 20_000;
  private static final int MOST_TASKS = 16;

  private PartitionCrew crew = new PartitionCrew(1, () -> 0);
  private List<Thread> threads = List.of();

  private void start(int size) {
    crew = new PartitionCrew(size, () -> 0);
    threads = crew.start(Thread::new);
  }

  @AfterEach
  void closeEndsTheThreads() throws InterruptedException {
    crew.close();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static boolean isParked(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void doesEachTaskOfManySmallRoundsOnce(int size) {
    start(size);
    // No volatile, no lock: each round sees what the one before has done, whoever did it.
    int[] done = new int[MOST_TASKS];
    int[] expected = new int[MOST_TASKS];

    for (int round = 0; round < ROUNDS; round++) {
      int tasks = round % (MOST_TASKS + 1);
      for (int number = 0; number < tasks; number++) {
        expected[number]++;
      }
      crew.each(tasks, number -> done[number]++);
      assertThat(done).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 32, 33, 1000})
  void doesEachTaskOnceHoweverManyThereAre(int tasks) {
    start(3);
    AtomicIntegerArray done = new AtomicIntegerArray(tasks);

    crew.each(tasks, done::incrementAndGet);

    assertThat(IntStream.range(0, tasks).map(done::get)).containsOnly(1);
  }

  @Test
  void eachHandBeginsWithTasksOfItsOwn() {
    start(2);
    CyclicBarrier together = new CyclicBarrier(2);
    Map<Thread, Integer> first = new ConcurrentHashMap<>();

    for (int round = 0; round < 100; round++) {
      first.clear();
      crew.each(
          MOST_TASKS,
          number -> {
            if (first.putIfAbsent(Thread.currentThread(), number) == null) {
              meet(together);
            }
          });
      assertThat(first)
          .containsOnly(entry(Thread.currentThread(), 0), entry(threads.get(0), MOST_TASKS / 2));
    }
  }

  @Test
  void whoIsThroughWithItsOwnTasksTakesThoseOfOthers() {
    start(2);
    CountDownLatch othersDone = new CountDownLatch(MOST_TASKS - 1);
    Thread caller = Thread.currentThread();

    crew.each(
        MOST_TASKS,
        number -> {
          if (number == 0 && Thread.currentThread() == caller) {
            await(() -> othersDone.getCount() == 0);
          } else {
            othersDone.countDown();
          }
        });

    assertThat(othersDone.getCount()).isZero();
  }

  @Test
  void isThatManyAtOnce() {
    start(3);
    CyclicBarrier together = new CyclicBarrier(3);

    crew.each(3, number -> meet(together));

    assertThat(threads).hasSize(2);
    assertThat(together.getNumberWaiting()).isZero();
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void throwsWhatATaskHasThrownAfterAllHaveEnded() {
    start(4);
    AtomicInteger ended = new AtomicInteger();
    IntConsumer failing =
        number -> {
          ended.incrementAndGet();
          if (number == 3) {
            throw new IllegalStateException("planted");
          }
        };

    for (int round = 1; round <= 1000; round++) {
      assertThatThrownBy(() -> crew.each(MOST_TASKS, failing)).hasMessage("planted");
      assertThat(ended).hasValue(round * MOST_TASKS);
    }
  }

  @Test
  void throwsErrorsToo() {
    start(2);

    assertThatThrownBy(
            () ->
                crew.each(
                    2,
                    number -> {
                      throw new OutOfMemoryError("planted");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void goesOnAfterARoundThatFailed() {
    start(2);
    assertThatThrownBy(
            () ->
                crew.each(
                    2,
                    number -> {
                      throw new IllegalStateException("planted");
                    }))
        .isNotNull();
    int[] done = new int[2];

    crew.each(2, number -> done[number]++);

    assertThat(done).containsOnly(1);
  }

  @Test
  void whoIsInterruptedWhileOthersWorkWaitsForThemAndStaysInterrupted() {
    start(2);
    Thread caller = Thread.currentThread();
    CyclicBarrier together = new CyclicBarrier(2);
    AtomicInteger ended = new AtomicInteger();

    crew.each(
        2,
        number -> {
          meet(together);
          if (Thread.currentThread() != caller) {
            await(() -> isParked(caller));
            caller.interrupt();
            await(() -> isParked(caller) && !caller.isInterrupted());
          }
          ended.incrementAndGet();
        });

    assertThat(ended).hasValue(2);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aThreadThatIsInterruptedInItsSleepWorksOn() {
    start(2);
    Thread worker = threads.get(0);
    await(() -> isParked(worker));
    CyclicBarrier together = new CyclicBarrier(2);

    worker.interrupt();
    await(() -> isParked(worker) && !worker.isInterrupted());
    crew.each(2, number -> meet(together));

    assertThat(worker.isAlive()).isTrue();
  }

  @Test
  void closeEndsThreadsThatSleep() throws InterruptedException {
    start(4);
    await(() -> threads.stream().allMatch(PartitionCrewTest::isParked));

    crew.close();

    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void closeEndsThreadsRightAfterTheirWork() throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      start(2);
      crew.each(2, number -> {});
      closeEndsTheThreads();
    }
  }

  @Test
  void hasOneThreadLessThanItsSizeBecauseTheCallerWorksToo() {
    start(1);

    assertThat(threads).isEmpty();
    assertThat(crew.size()).isEqualTo(1);
  }
}
