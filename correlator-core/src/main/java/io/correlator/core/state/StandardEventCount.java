package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;

/** How many events there are: a ring per key with as many as the condition needs. */
final class StandardEventCount extends CountingOperator implements EventCount {

  StandardEventCount(StateHome home, CountSpec spec, FiringHandler handler) {
    super(
        home,
        spec.window().toMillis(),
        spec.condition(),
        evidenceInts(spec.options()),
        spec.options(),
        shape(spec),
        handler);
  }

  static String shape(CountSpec spec) {
    return shape(spec, spec.condition(), spec.window(), spec.options());
  }

  @Override
  public Outcome add(Slice key, LogRecord record) {
    long now = begin();
    if (isLate(key, record, now)) {
      return Outcome.QUIET;
    }
    int entry = table.findOrInsert(key, now);
    if (alerts.isOpen(entry)) {
      return end(suppress(entry, now, record));
    }
    return end(anchored ? collect(entry, now, record) : count(entry, now, record));
  }

  private Outcome count(int entry, long now, LogRecord record) {
    expire(entry, now);
    push(entry, now, record);
    return rings.isFull(entry) ? fire(entry, now, needed()) : Outcome.QUIET;
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
  void expire(int entry, long now) {
    rings.expire(entry, now - window, now);
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
  void dropOldest(int entry) {
    rings.removeOldest(entry);
  }
}
