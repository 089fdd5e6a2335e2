package io.correlator.core.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the call of a module that is in progress has changed, so that it can be undone if the call
 * throws. Between calls nothing is written down.
 *
 * <p>Numbers in tables are logged as (table, place, old value); whatever is rarer, as code that
 * undoes it. For the pipeline's thread.
 */
public final class UndoLog {
  private static final int WIDTH = 2;
  private static final int FIRST_SIZE = 256;
  private static final int KEPT_SIZE = 1 << 16;
  private static final int TASK = -1;

  private final List<Part> parts = new ArrayList<>();
  private final List<Runnable> tasks = new ArrayList<>();

  // Pairs: the number of the part and the place in it; the old value.
  private long[] log = new long[FIRST_SIZE];
  private int size;
  private boolean active;
  private long span;

  /** Something that consists of numbers. */
  public interface Part {
    /** Sets what stands at {@code place} back. */
    void undo(int place, long old);
  }

  /** A number for {@code part}, which lives as long as this log. */
  public int register(Part part) {
    parts.add(part);
    return parts.size() - 1;
  }

  /** Whether changes have to be logged: a call is in progress. */
  boolean isActive() {
    return active;
  }

  /**
   * Changes with every stretch of a call that is undone as a whole: what was logged once in a
   * stretch need not be logged again.
   */
  long span() {
    return span;
  }

  /** The number at {@code place} of a registered part, {@code old}, is about to be replaced. */
  public void log(int part, int place, long old) {
    if (!active) {
      return;
    }
    if (size == log.length) {
      log = Arrays.copyOf(log, 2 * size);
    }
    log[size] = (long) part << Integer.SIZE | (place & 0xffff_ffffL);
    log[size + 1] = old;
    size += WIDTH;
  }

  /** Something is about to change that {@code undo} would set back. */
  public void log(Runnable undo) {
    if (active) {
      tasks.add(undo);
      log(TASK, 0, 0);
    }
  }

  /** A call begins. */
  public void begin() {
    active = true;
    span++;
  }

  /** What was changed so far stays, whatever the rest of the call does. */
  void keep() {
    forget();
    span++;
  }

  /** The call has ended well. */
  public void end() {
    active = false;
    if (size > 0) {
      forget();
    }
  }

  private void forget() {
    size = 0;
    if (!tasks.isEmpty()) {
      tasks.clear();
    }
    if (log.length > KEPT_SIZE) {
      log = new long[FIRST_SIZE];
    }
  }

  /** If the call did not end well, it has thrown: all is set back, the latest change first. */
  public void rollbackUnlessEnded() {
    active = false;
    while (size > 0) {
      size -= WIDTH;
      int part = (int) (log[size] >> Integer.SIZE);
      if (part == TASK) {
        tasks.remove(tasks.size() - 1).run();
      } else {
        parts.get(part).undo((int) log[size], log[size + 1]);
      }
    }
  }
}
