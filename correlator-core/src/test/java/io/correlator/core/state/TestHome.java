package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.core.Records;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline as operators see it: time that a test moves, and what is due meanwhile. */
final class TestHome implements StateHome {
  private static final class Timer implements WakeUp {
    private final Runnable task;
    private boolean pending;
    private long deadline;

    Timer(Runnable task) {
      this.task = task;
    }

    @Override
    public void at(long newDeadline) {
      pending = true;
      deadline = newDeadline;
    }

    @Override
    public void cancel() {
      pending = false;
    }
  }

  private final List<Timer> timers = new ArrayList<>();
  private final UndoLog undo = new UndoLog();
  private final StateBudget budget;
  private final EvidenceRing evidence = new EvidenceRing(1024, 16 << 20, EvidenceRing.DENSE, undo);
  private long now;
  private long evicted;

  /** A home with more room than a test needs. */
  TestHome() {
    this(1L << 40);
  }

  TestHome(long stateBytes) {
    budget = new StateBudget(stateBytes);
  }

  /** Moves time: all that is due before {@code time} happens. */
  void moveTo(long time) {
    for (Timer next = next(time); next != null; next = next(time)) {
      now = Math.max(now, next.deadline);
      next.pending = false;
      next.task.run();
    }
    now = Math.max(now, time);
  }

  private @Nullable Timer next(long time) {
    @Nullable Timer first = null;
    for (Timer timer : timers) {
      if (timer.pending
          && timer.deadline < time
          && (first == null || timer.deadline < first.deadline)) {
        first = timer;
      }
    }
    return first;
  }

  /** Moves time to {@code time} and makes a record of it. */
  LogRecord at(long time) {
    moveTo(time);
    return Records.at(time, "at " + time);
  }

  /** How many keys of all state were pushed out. */
  long evictions() {
    return evicted;
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
  public UndoLog undo() {
    return undo;
  }

  @Override
  public StateBudget budget() {
    return budget;
  }

  @Override
  public int share(int maxKeys) {
    return maxKeys;
  }

  @Override
  public void evicted() {
    evicted++;
  }

  @Override
  public WakeUp wakeUp(Runnable task) {
    Timer timer = new Timer(task);
    timers.add(timer);
    return timer;
  }
}
