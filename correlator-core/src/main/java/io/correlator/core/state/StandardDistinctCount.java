package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Condition;
import io.correlator.api.state.DistinctCount;
import io.correlator.api.state.DistinctSpec;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;
import java.io.IOException;

/**
 * A ring per key with as many values as the condition needs, in the order in which they were last
 * seen. As in {@link StandardEventCount}, a condition that is not monotone is decided at the end of
 * a window; there, values stand in the order in which they were first seen.
 */
final class StandardDistinctCount extends KeyedOperator implements DistinctCount {
  private static final int VALUE = 0;
  private static final int RECORD = 1;

  private final Condition condition;
  private final boolean anchored;
  private final int needed;
  private final Rings rings;
  private final Values values;

  StandardDistinctCount(StateHome home, DistinctSpec spec, FiringHandler handler) {
    super(
        home,
        spec.window().toMillis(),
        Rings.horizon(spec.window().toMillis()),
        spec.options(),
        spec.toString(),
        handler);
    this.condition = spec.condition();
    this.anchored = !condition.isMonotone();
    this.needed = (int) condition.reach();
    this.rings = new Rings(needed, RECORD + evidenceInts(spec.options()), window, memory);
    this.values = new Values(home.seed(), memory);
  }

  @Override
  public Outcome add(Slice key, Slice value, LogRecord record) {
    long now = begin();
    if (isLate(record)) {
      return Outcome.QUIET;
    }
    int entry = table.findOrInsert(key, now);
    if (alerts.isOpen(entry)) {
      return end(suppress(entry, now, record));
    }
    return end(anchored ? collect(entry, value, now, record) : count(entry, value, now, record));
  }

  private Outcome count(int entry, Slice value, long now, LogRecord record) {
    expire(entry, now);
    int number = values.use(value, now);
    int place = placeOf(entry, number);
    if (place >= 0) {
      values.release(number);
      rings.remove(entry, place);
    } else if (rings.isFull(entry)) {
      dropOldest(entry);
    }
    push(entry, number, now, record);
    return rings.isFull(entry) ? fire(entry, now, needed) : Outcome.QUIET;
  }

  private Outcome collect(int entry, Slice value, long now, LogRecord record) {
    int known = values.find(value);
    if (!rings.isFull(entry) && (known == Values.NONE || placeOf(entry, known) < 0)) {
      push(entry, values.use(value, now), now, record);
      schedule(entry);
    }
    return Outcome.QUIET;
  }

  private int placeOf(int entry, int number) {
    for (int i = rings.size(entry) - 1; i >= 0; i--) {
      if (rings.note(rings.at(entry, i) + VALUE) == number) {
        return i;
      }
    }
    return -1;
  }

  private void push(int entry, int number, long now, LogRecord record) {
    int notes = rings.push(entry, now);
    rings.note(notes + VALUE, number);
    if (keepsEvidence()) {
      rings.longNote(notes + RECORD, keep(record));
    }
  }

  private void expire(int entry, long now) {
    while (rings.size(entry) > 0 && now - rings.time(entry, 0, now) > window) {
      dropOldest(entry);
    }
  }

  private void dropOldest(int entry) {
    values.release(rings.note(rings.at(entry, 0) + VALUE));
    rings.removeOldest(entry);
  }

  @Override
  long stateDeadline(int entry) {
    return anchored && rings.size(entry) > 0 ? rings.time(entry, 0, now()) + window : NEVER;
  }

  @Override
  void stateDue(int entry, long time) {
    if (condition.test(rings.size(entry))) {
      fire(entry, time, rings.size(entry), 0, Rest.CLEARED);
    } else {
      table.remove(entry);
    }
  }

  @Override
  int stateProgress(int entry, long now) {
    if (!anchored) {
      expire(entry, now);
    }
    int size = rings.size(entry);
    return size == 0 ? EXPIRED : size * GOAL / needed;
  }

  @Override
  long stateChanged(int entry, long now) {
    return rings.newest(entry, now);
  }

  @Override
  void sightings(int entry, long now, Sightings found) {
    int size = rings.size(entry);
    for (int i = 0; i < size; i++) {
      if (Sightings.shows(i, size)) {
        int notes = rings.at(entry, i);
        long record = keepsEvidence() ? rings.longNote(notes + RECORD) : NO_RECORD;
        found.add(0, rings.time(entry, i, now), values.get(rings.note(notes + VALUE)), record);
      }
    }
  }

  @Override
  void clearState(int entry) {
    while (rings.size(entry) > 0) {
      dropOldest(entry);
    }
    rings.clear(entry);
  }

  /** How many different values are kept, over all keys. */
  int values() {
    return values.size();
  }

  @Override
  void saveState(StateOutput out) {
    rings.save(out);
    values.save(out);
  }

  @Override
  void loadState(StateInput in) throws IOException {
    rings.load(in);
    values.load(in);
  }
}
