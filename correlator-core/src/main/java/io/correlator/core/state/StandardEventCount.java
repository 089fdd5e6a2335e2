package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Condition;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;
import java.io.IOException;

/**
 * A ring per key with as many events as the condition needs. If the condition is monotone, they are
 * the last ones, and a full ring within the window fires; otherwise they are the first ones of a
 * window that begins with an event, and its end decides.
 */
final class StandardEventCount extends KeyedOperator implements EventCount {
  private final Condition condition;
  private final boolean anchored;
  private final int needed;
  private final Rings rings;

  StandardEventCount(StateHome home, CountSpec spec, FiringHandler handler) {
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
    this.rings = new Rings(needed, evidenceInts(spec.options()), window, memory);
  }

  @Override
  public Outcome add(Slice key, LogRecord record) {
    long now = begin();
    if (isLate(record)) {
      return Outcome.QUIET;
    }
    int entry = table.findOrInsert(key, now);
    if (alerts.isOpen(entry)) {
      return end(suppress(entry, now, record));
    }
    return end(anchored ? collect(entry, now, record) : count(entry, now, record));
  }

  private Outcome count(int entry, long now, LogRecord record) {
    rings.expire(entry, now - window, now);
    push(entry, now, record);
    return rings.isFull(entry) ? fire(entry, now, needed) : Outcome.QUIET;
  }

  private Outcome collect(int entry, long now, LogRecord record) {
    if (!rings.isFull(entry)) {
      push(entry, now, record);
      schedule(entry);
    }
    return Outcome.QUIET;
  }

  private void push(int entry, long now, LogRecord record) {
    int notes = rings.push(entry, now);
    if (keepsEvidence()) {
      rings.longNote(notes, keep(record));
    }
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
      rings.expire(entry, now - window, now);
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
        long record = keepsEvidence() ? rings.longNote(rings.at(entry, i)) : NO_RECORD;
        found.add(0, rings.time(entry, i, now), Slice.empty(), record);
      }
    }
  }

  @Override
  void clearState(int entry) {
    rings.clear(entry);
  }

  /** How many bytes the state takes. */
  long bytes() {
    return table.bytes() + rings.bytes();
  }

  @Override
  void saveState(StateOutput out) {
    rings.save(out);
  }

  @Override
  void loadState(StateInput in) throws IOException {
    rings.load(in);
  }
}
