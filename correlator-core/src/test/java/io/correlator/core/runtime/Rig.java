package io.correlator.core.runtime;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.delivery.DeadLetter;
import io.correlator.core.delivery.Subscription;
import io.correlator.core.monitor.ListenerStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A listener's runner with a ticker that stands still until it is told to move. */
final class Rig {
  static final Instant NOW = Instant.parse("2026-03-01T07:28:03Z");

  final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // the ticker may run over
  final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
  final ListenerRunner runner;
  private final List<Thread> threads = new ArrayList<>();

  Rig(DeliverySettings settings, Listener listener) {
    runner =
        new ListenerRunner(
            new Subscription(listener, settings),
            new ListenerRunner.Surroundings(
                letters::add, failure -> {}, () -> NOW, nanos::get, new Random(1)));
  }

  /** A listener that hears of every event. */
  static Listener listener(Listener.Action action) {
    return Listener.of("test", Interest.everything(), action);
  }

  static EmittedEvent event(int number) {
    Event event = Event.notice("Number").summary(Integer.toString(number)).build(NOW);
    return EmittedEvent.causedByTime(NOW, "test", event, number);
  }

  static int number(EmittedEvent event) {
    return Integer.parseInt(event.summary());
  }

  Rig start() {
    Thread thread = new Thread(runner, "rig");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    runner.opened().join();
    return this;
  }

  Rig offer(int from, int to) {
    for (int i = from; i < to; i++) {
      runner.offer(event(i));
    }
    runner.handOver();
    return this;
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    runner.wake();
  }

  ListenerStatistics statistics() {
    return runner.statistics();
  }

  /** Waits until something is so; fails if that takes too long. */
  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen");
      }
      Thread.onSpinWait();
    }
  }

  void awaitState(ListenerStatistics.State state) {
    await(() -> statistics().state() == state);
  }

  /** Lets the runner end; fails if it does not. */
  ListenerStatistics end() throws InterruptedException {
    runner.end();
    return join();
  }

  /** Waits for the end of the runner; fails if it does not come. */
  ListenerStatistics join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(30_000);
      if (thread.isAlive()) {
        throw new AssertionError("still running: " + statistics());
      }
    }
    return statistics();
  }

  List<Integer> numbersOfLetters() {
    return letters.stream().map(letter -> number(letter.event())).toList();
  }
}
