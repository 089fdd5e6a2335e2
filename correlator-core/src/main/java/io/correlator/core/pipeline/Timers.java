package io.correlator.core.pipeline;

import io.correlator.api.module.Cancellable;
import java.util.PriorityQueue;

/**
 * What is due at some engine time, in the order of deadlines and, among equals, of registration.
 */
final class Timers {
  private final PriorityQueue<Timer> queue = new PriorityQueue<>();
  private long registered;

  static final class Timer implements Comparable<Timer> {
    private final long deadline;
    private final long number;
    private final ModuleRun owner;
    private final Runnable task;

    private Timer(long deadline, long number, ModuleRun owner, Runnable task) {
      this.deadline = deadline;
      this.number = number;
      this.owner = owner;
      this.task = task;
    }

    long deadline() {
      return deadline;
    }

    ModuleRun owner() {
      return owner;
    }

    Runnable task() {
      return task;
    }

    @Override
    @SuppressWarnings("ComparableType") // identity is equality here: numbers are unique
    public int compareTo(Timer other) {
      int byDeadline = Long.compare(deadline, other.deadline);
      return byDeadline != 0 ? byDeadline : Long.compare(number, other.number);
    }
  }

  Cancellable add(long deadline, ModuleRun owner, Runnable task) {
    Timer timer = new Timer(deadline, registered++, owner, task);
    queue.add(timer);
    return () -> queue.remove(timer);
  }

  /** Whether some timer's deadline lies before {@code time}. */
  boolean isDueBefore(long time) {
    Timer first = queue.peek();
    return first != null && first.deadline < time;
  }

  /** Takes out the timer with the earliest deadline; there must be one. */
  Timer next() {
    return queue.remove();
  }
}
