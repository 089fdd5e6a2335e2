package io.correlator.core.state;

import io.correlator.api.state.Condition;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.OperatorOptions;

/**
 * What operators do alike whose condition is about how many things a ring holds. If the condition
 * is monotone, they are the last ones, and a full ring within the window fires; otherwise they are
 * the first ones of a window that begins with an event, and its end decides.
 */
abstract class CountingOperator extends KeyedOperator {
  final Condition condition;
  final boolean anchored;
  final int needed;
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
}
