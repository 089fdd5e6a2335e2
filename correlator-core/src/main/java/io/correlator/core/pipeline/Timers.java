package io.correlator.core.pipeline;

import io.correlator.api.module.Cancellable;
import java.util.PriorityQueue;

/**
 * What is due at some engine time, in the order of deadlines and, among equals, of rank: operators
 * in the order in which they were made, then what modules asked for in the order in which they did.
 */
final class Timers {
  private final PriorityQueue<Timer> queue = new PriorityQueue<>();
  private long registered;
  private int ranks;

  static final class Timer implements Comparable<Timer> {
    private final long deadline;
    private final int rank;
    private final long number;
    private final ModuleRun owner;
    private final Runnable task;

    private Timer(long deadline, int rank, long number, ModuleRun owner, Runnable task) {
      this.deadline = deadline;
      this.rank = rank;
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
      int byRank = byDeadline != 0 ? byDeadline : Integer.compare(rank, other.rank);
      return byRank != 0 ? byRank : Long.compare(number, other.number);
    }
  }

  /** The next rank, greater than those before. */
  int nextRank() {
    return ranks++;
  }

  Cancellable add(long deadline, ModuleRun owner, Runnable task) {
    return add(deadline, Integer.MAX_VALUE, owner, task);
  }

  Cancellable add(long deadline, int rank, ModuleRun owner, Runnable task) {
    Timer timer = new Timer(deadline, rank, registered++, owner, task);
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
