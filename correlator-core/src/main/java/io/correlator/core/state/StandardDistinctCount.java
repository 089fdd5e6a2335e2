package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.DistinctCount;
import io.correlator.api.state.DistinctSpec;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;
import java.io.IOException;

/**
 * A ring per key with as many values as the condition needs, in the order in which they were last
 * seen. As in {@link CountingOperator}, a condition that is not monotone is decided at the end of a
 * window; there, values stand in the order in which they were first seen.
 */
final class StandardDistinctCount extends CountingOperator implements DistinctCount {
  private static final int VALUE = 0;
  private static final int RECORD = 1;

  private final Values values;

  StandardDistinctCount(StateHome home, DistinctSpec spec, FiringHandler handler) {
    super(
        home,
        spec.window().toMillis(),
        spec.condition(),
        RECORD + evidenceInts(spec.options()),
        spec.options(),
        shape(spec),
        handler);
    this.values = new Values(home.seed(), memory);
  }

  static String shape(DistinctSpec spec) {
    return shape(spec, spec.condition(), spec.window(), spec.options());
  }

  @Override
  public Outcome add(Slice key, Slice value, LogRecord record) {
    long now = begin();
    if (isLate(key, record, now)) {
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
    return rings.isFull(entry) ? fire(entry, now, needed()) : Outcome.QUIET;
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

  @Override
  void expire(int entry, long now) {
    while (rings.size(entry) > 0 && now - rings.time(entry, 0, now) > window) {
      dropOldest(entry);
    }
  }

  @Override
  void dropOldest(int entry) {
    values.release(rings.note(rings.at(entry, 0) + VALUE));
    rings.removeOldest(entry);
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
  void saveMore(StateOutput out) {
    values.save(out);
  }

  @Override
  void loadMore(StateInput in) throws IOException {
    values.load(in);
  }
}
