package io.correlator.core.state;

import io.correlator.api.state.Condition;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.OperatorOptions;
import java.io.IOException;
import java.time.Duration;

/**
 * What operators do alike whose condition is about how many things a ring holds. If the condition
 * is monotone, they are the last ones, and a full ring within the window fires; otherwise they are
 * the first ones of a window that begins with an event, and its end decides.
 */
abstract class CountingOperator extends KeyedOperator {
  private static final int MOST = Character.MAX_VALUE;

  final boolean anchored;
  private Condition condition;
  private int needed;
  final Rings rings;

  /**
   * An operator.
   *
   * @param payload how many numbers of 32 bits are noted with each thing
   */
  CountingOperator(
      StateHome home,
      long window,
      Condition condition,
      int payload,
      OperatorOptions options,
      String shape,
      FiringHandler handler) {
    super(home, window, Rings.horizon(window), options, shape, handler);
    this.condition = condition;
    this.anchored = !condition.isMonotone();
    this.needed = (int) condition.reach();
    this.rings = new Rings(needed, payload, window, memory);
  }

  /**
   * What the state of a counter depends on. Where time does not decide, how many are needed is not
   * part of it: a ring can be made longer or shorter.
   */
  static String shape(Record spec, Condition condition, Duration window, OperatorOptions options) {
    return condition.isMonotone()
        ? "%s[window=%s, options=%s]".formatted(spec.getClass().getSimpleName(), window, options)
        : spec.toString();
  }

  final int needed() {
    return needed;
  }

  /** Goes on with what it knows, for another condition of the same kind. */
  final void become(Condition newCondition, FiringHandler newHandler) {
    handler(newHandler);
    condition = newCondition;
    resize((int) newCondition.reach());
  }

  private void resize(int newNeeded) {
    if (newNeeded == needed) {
      return;
    }
    for (int entry = 0; entry < table.entries(); entry++) {
      while (table.inUse(entry) && rings.size(entry) > newNeeded) {
        dropOldest(entry);
      }
    }
    rings.resize(newNeeded, table.entries());
    if (newNeeded > needed) {
      warm();
    }
    needed = newNeeded;
  }

  /** Forgets the oldest of what an entry holds. */
  abstract void dropOldest(int entry);

  /** Forgets what has left the window of an entry. */
  abstract void expire(int entry, long now);

  @Override
  final long stateDeadline(int entry) {
    return anchored && rings.size(entry) > 0 ? rings.time(entry, 0, now()) + window : NEVER;
  }

  @Override
  final void stateDue(int entry, long time) {
    if (condition.test(rings.size(entry))) {
      fire(entry, time, rings.size(entry), 0, Rest.CLEARED);
    } else {
      table.remove(entry);
    }
  }

  @Override
  final int stateProgress(int entry, long now) {
    if (!anchored) {
      expire(entry, now);
    }
    int size = rings.size(entry);
    return size == 0 ? EXPIRED : size * GOAL / needed;
  }

  @Override
  final long stateChanged(int entry, long now) {
    return rings.newest(entry, now);
  }

  /** Writes what there is beside the rings. */
  void saveMore(StateOutput out) {}

  /** Takes over what was saved beside the rings. */
  void loadMore(StateInput in) throws IOException {}

  @Override
  final void saveState(StateOutput out) {
    out.writeInt(needed);
    rings.save(out);
    saveMore(out);
  }

  @Override
  final void loadState(StateInput in) throws IOException {
    int wanted = needed;
    needed = in.readInt(1, MOST);
    rings.resize(needed, 0);
    rings.load(in);
    loadMore(in);
    resize(wanted);
  }
}
