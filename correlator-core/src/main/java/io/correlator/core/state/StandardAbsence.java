package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Absence;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.AbsenceSpec.Pending;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;
import java.io.IOException;

/** A ring per key with its pending expectations: one, or a few; the oldest is due first. */
final class StandardAbsence extends KeyedOperator implements Absence {
  private final Pending pending;
  private final Rings rings;
  private long ignored;

  StandardAbsence(StateHome home, AbsenceSpec spec, FiringHandler handler) {
    super(
        home,
        spec.window().toMillis(),
        Rings.horizon(spec.window().toMillis()),
        spec.options(),
        spec.toString(),
        handler);
    this.pending = spec.pending();
    int most = pending == Pending.EACH ? AbsenceSpec.MOST_PENDING : 1;
    this.rings = new Rings(most, evidenceInts(spec.options()), window, memory);
  }

  @Override
  public Outcome expect(Slice key, LogRecord record) {
    long now = begin();
    if (isLate(key, record, now)) {
      return Outcome.QUIET;
    }
    int entry = table.findOrInsert(key, now);
    if (alerts.isOpen(entry)) {
      return end(suppress(entry, now, record));
    }
    if (rings.isFull(entry) && pending != Pending.RESTART) {
      if (pending == Pending.EACH) {
        memory.undo().log(() -> ignored--);
        ignored++;
      }
      return end(Outcome.QUIET);
    }
    // A full ring has one place, so this takes it.
    int notes = rings.push(entry, now);
    if (keepsEvidence()) {
      rings.longNote(notes, keep(record));
    }
    schedule(entry);
    return end(Outcome.QUIET);
  }

  @Override
  public void answer(Slice key) {
    begin();
    int entry = table.find(key);
    if (entry != KeyTable.NONE && !alerts.isOpen(entry)) {
      table.remove(entry);
    }
  }

  @Override
  long stateDeadline(int entry) {
    return rings.size(entry) > 0 ? rings.time(entry, 0, now()) + window : NEVER;
  }

  @Override
  void stateDue(int entry, long time) {
    fire(entry, time, 0);
  }

  @Override
  void keepAfterFiring(int entry) {
    rings.removeOldest(entry);
  }

  /** Near its deadline is near its goal. */
  @Override
  int stateProgress(int entry, long now) {
    if (rings.size(entry) == 0) {
      return EXPIRED;
    }
    return (int) Math.min((now - rings.time(entry, 0, now)) * GOAL / window, GOAL);
  }

  @Override
  long stateChanged(int entry, long now) {
    return rings.newest(entry, now);
  }

  @Override
  void sightings(int entry, long now, Sightings found) {
    long record = keepsEvidence() ? rings.longNote(rings.at(entry, 0)) : NO_RECORD;
    found.add(0, rings.time(entry, 0, now), Slice.empty(), record);
  }

  @Override
  void clearState(int entry) {
    rings.clear(entry);
  }

  @Override
  public long ignored() {
    return ignored;
  }

  @Override
  void saveState(StateOutput out) {
    rings.save(out);
    out.writeLong(ignored);
  }

  @Override
  void loadState(StateInput in) throws IOException {
    rings.load(in);
    ignored = in.readLong();
  }
}
