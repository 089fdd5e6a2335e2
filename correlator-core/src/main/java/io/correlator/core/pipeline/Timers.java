package io.correlator.core.pipeline;

import io.correlator.core.state.UndoLog;
import io.correlator.core.state.WakeUp;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What is due at some engine time, in the order of deadlines and, among equals, in the order of
 * modules, of their groups of keys, and of what they made while they were opened. It does not
 * depend on when something was scheduled, so it is the same after a restart.
 */
final class Timers {
  private final NavigableSet<Slot> pending = new TreeSet<>();
  private final EngineTime time;
  private final UndoLog undo;
  private int owners;
  private int made;

  Timers(EngineTime time, UndoLog undo) {
    this.time = time;
    this.undo = undo;
  }

  /** A task and its deadline, if it has one. */
  final class Slot implements WakeUp, Comparable<Slot> {
    private final ModuleRun owner;
    private Runnable task;
    private int rank = made++;
    private boolean isPending;
    private long deadline;

    private Slot(ModuleRun owner, Runnable task) {
      this.owner = owner;
      this.task = task;
    }

    long deadline() {
      return deadline;
    }

    boolean isPending() {
      return isPending;
    }

    ModuleRun owner() {
      return owner;
    }

    Runnable task() {
      return task;
    }

    /** Does something else when it is due. */
    void task(Runnable newTask) {
      task = newTask;
    }

    /** Has another place among the slots of its owner. */
    void rank(int newRank) {
      boolean was = isPending;
      long before = deadline;
      set(false, 0);
      rank = newRank;
      set(was, before);
    }

    /** What is due in the past is due now. */
    @Override
    public void at(long wanted) {
      long newDeadline = Math.max(wanted, time.epochMilli());
      if (!isPending || deadline != newDeadline) {
        logged();
        set(true, newDeadline);
      }
    }

    @Override
    public void cancel() {
      if (isPending) {
        logged();
        set(false, 0);
      }
    }

    private void logged() {
      boolean was = isPending;
      long before = deadline;
      undo.log(() -> set(was, before));
    }

    private void set(boolean nowPending, long newDeadline) {
      if (isPending) {
        pending.remove(this);
      }
      isPending = nowPending;
      deadline = newDeadline;
      if (isPending) {
        pending.add(this);
      }
    }

    @Override
    @SuppressWarnings("ComparableType") // identity is equality here: ranks are unique
    public int compareTo(Slot other) {
      int byDeadline = Long.compare(deadline, other.deadline);
      if (byDeadline != 0) {
        return byDeadline;
      }
      int byOwner = Integer.compare(owner.number(), other.owner.number());
      return byOwner != 0 ? byOwner : Integer.compare(rank, other.rank);
    }
  }

  /** The number of one more run of a module: what is due at the same time goes by that. */
  int enroll() {
    return owners++;
  }

  /** A slot for {@code task}, after those made before. */
  Slot make(ModuleRun owner, Runnable task) {
    return new Slot(owner, task);
  }

  /** Whether there is any deadline. */
  boolean hasAny() {
    return !pending.isEmpty();
  }

  /** The first deadline; {@link Long#MAX_VALUE} if there is none. */
  long first() {
    return pending.isEmpty() ? Long.MAX_VALUE : pending.first().deadline;
  }

  /** Whether some deadline lies before {@code time}. */
  boolean isDueBefore(long time) {
    return !pending.isEmpty() && pending.first().deadline < time;
  }

  /** Takes out what is due first; there must be something. It keeps its deadline until then. */
  Slot next() {
    Slot slot = pending.pollFirst();
    if (slot == null) {
      throw new IllegalStateException("nothing is due");
    }
    slot.isPending = false;
    return slot;
  }
}
