package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.module.Cancellable;
import io.correlator.core.Records;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A pipeline as operators see it: time that a test moves, and what is due meanwhile. */
final class TestHome implements StateHome {
  private record Timer(long deadline, int rank, long number, Runnable task) {}

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(
          Comparator.comparingLong(Timer::deadline)
              .thenComparingInt(Timer::rank)
              .thenComparingLong(Timer::number));
  private final EvidenceRing evidence = new EvidenceRing(1024);
  private long now;
  private int ranks;
  private long numbers;

  /** Moves time: all that is due before {@code time} happens. */
  void moveTo(long time) {
    while (!timers.isEmpty() && timers.peek().deadline() < time) {
      Timer timer = timers.remove();
      now = Math.max(now, timer.deadline());
      timer.task().run();
    }
    now = Math.max(now, time);
  }

  /** Moves time to {@code time} and makes a record of it. */
  LogRecord at(long time) {
    moveTo(time);
    return Records.at(time, "at " + time);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public long seed() {
    return 42;
  }

  @Override
  public EvidenceRing evidence() {
    return evidence;
  }

  @Override
  public int rank() {
    return ranks++;
  }

  @Override
  public Cancellable at(long deadline, int rank, Runnable task) {
    Timer timer = new Timer(deadline, rank, numbers++, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }
}
