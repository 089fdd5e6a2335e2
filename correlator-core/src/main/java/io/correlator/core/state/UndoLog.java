package io.correlator.core.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the call of a module that is in progress has changed, so that it can be undone if the call
 * throws. Between calls nothing is written down.
 *
 * <p>Numbers in tables are logged as (table, place, old value), objects with the object that held
 * them; whatever is rarer, as code that undoes it. What is logged often must not be code: that
 * would be a new object for each change. For the pipeline's thread.
 */
public final class UndoLog {
  private static final int WIDTH = 2;
  private static final int FIRST_SIZE = 256;
  private static final int KEPT_SIZE = 1 << 16;
  private static final int TASK = -1;
  private static final int FIRST_OBJECT_PART = -2;
  private static final int FIRST_OBJECTS = 16;

  private final List<Part> parts = new ArrayList<>();
  private final List<ObjectPart> objectParts = new ArrayList<>();
  private final List<Runnable> tasks = new ArrayList<>();

  // Numbers that were given back.
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Deque<Integer> freeOfObjects = new ArrayDeque<>();
  private @Nullable Holdings holder;

  // Pairs: the number of the part and the place in it; the old value.
  private long[] log = new long[FIRST_SIZE];
  private int size;

  // For each change of something that consists of objects: the object, and what it held.
  private @Nullable Object[] objects = new Object[FIRST_OBJECTS];
  private int objectCount;
  private boolean active;
  private long span;

  /** Something that consists of numbers. */
  public interface Part {
    /** Sets what stands at {@code place} back. */
    void undo(int place, long old);
  }

  /** Something that consists of objects. */
  interface ObjectPart {
    /** Sets back what was logged with the same arguments. */
    void undo(int place, long old, @Nullable Object changed, @Nullable Object held);
  }

  /** A number for {@code part}, which lives as long as this log or its holder. */
  public int register(Part part) {
    int place = place(parts, part, free);
    return held(place);
  }

  /** A number for {@code part}, which lives as long as this log or its holder. */
  int register(ObjectPart part) {
    int place = place(objectParts, part, freeOfObjects);
    return held(FIRST_OBJECT_PART - place);
  }

  private static <T> int place(List<T> all, T part, Deque<Integer> free) {
    Integer reused = free.poll();
    if (reused == null) {
      all.add(part);
      return all.size() - 1;
    }
    all.set(reused, part);
    return reused;
  }

  private int held(int number) {
    if (holder != null) {
      holder.part(number);
    }
    return number;
  }

  /** What is registered from now on is for {@code newHolder}; for nobody, if that is null. */
  public void holdIn(@Nullable Holdings newHolder) {
    holder = newHolder;
  }

  /** Gives a number back; not during a call. */
  void unregister(int number) {
    if (number <= FIRST_OBJECT_PART) {
      int place = FIRST_OBJECT_PART - number;
      objectParts.set(place, (at, old, changed, held) -> {});
      freeOfObjects.add(place);
    } else {
      parts.set(number, (at, old) -> {});
      free.add(number);
    }
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

  /** As {@link #log(int, int, long)}, for a registered part that consists of objects. */
  void log(int part, int place, long old, @Nullable Object changed, @Nullable Object held) {
    if (!active) {
      return;
    }
    if (objectCount == objects.length) {
      objects = Arrays.copyOf(objects, 2 * objectCount);
    }
    objects[objectCount] = changed;
    objects[objectCount + 1] = held;
    objectCount += WIDTH;
    log(part, place, old);
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
    if (objectCount > 0) {
      forgetObjects();
    }
    if (log.length > KEPT_SIZE) {
      log = new long[FIRST_SIZE];
    }
  }

  private void forgetObjects() {
    if (objects.length > KEPT_SIZE) {
      objects = new Object[FIRST_OBJECTS];
    } else {
      // Mostly two to eight.
      for (int i = 0; i < objectCount; i++) {
        objects[i] = null;
      }
    }
    objectCount = 0;
  }

  /** If the call did not end well, it has thrown: all is set back, the latest change first. */
  public void rollbackUnlessEnded() {
    active = false;
    while (size > 0) {
      size -= WIDTH;
      int part = (int) (log[size] >> Integer.SIZE);
      if (part == TASK) {
        tasks.remove(tasks.size() - 1).run();
      } else if (part <= FIRST_OBJECT_PART) {
        undoObjects(part, (int) log[size], log[size + 1]);
      } else {
        parts.get(part).undo((int) log[size], log[size + 1]);
      }
    }
  }

  private void undoObjects(int part, int place, long old) {
    objectCount -= WIDTH;
    Object changed = objects[objectCount];
    Object held = objects[objectCount + 1];
    objects[objectCount] = null;
    objects[objectCount + 1] = null;
    objectParts.get(FIRST_OBJECT_PART - part).undo(place, old, changed, held);
  }
}
