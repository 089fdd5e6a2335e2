package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Alarm;
import io.correlator.api.state.AlarmSpec;
import io.correlator.api.state.Closing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;
import java.io.IOException;

/**
 * A ring per key with as many of its last events as the two thresholds need. When the alarm is
 * cleared follows from the ring: one more event than it may hold must have left the window.
 */
final class StandardAlarm extends KeyedOperator implements Alarm {
  private final int raiseAt;
  private final long raiseWindow;
  private final int clearAt;
  private final long clearWindow;
  private final Rings rings;

  StandardAlarm(StateHome home, AlarmSpec spec, FiringHandler handler) {
    super(
        home,
        longest(spec),
        Rings.horizon(longest(spec)),
        spec.options(),
        spec.toString(),
        handler);
    this.raiseAt = spec.raiseAt();
    this.raiseWindow = spec.raiseWindow().toMillis();
    this.clearAt = spec.clearAt();
    this.clearWindow = spec.clearWindow().toMillis();
    this.rings =
        new Rings(Math.max(raiseAt, clearAt + 1), evidenceInts(spec.options()), window, memory);
  }

  private static long longest(AlarmSpec spec) {
    return Math.max(spec.raiseWindow().toMillis(), spec.clearWindow().toMillis());
  }

  @Override
  public Outcome add(Slice key, LogRecord record) {
    long now = begin();
    if (isLate(key, record, now)) {
      return Outcome.QUIET;
    }
    int entry = table.findOrInsert(key, now);
    rings.expire(entry, now - window, now);
    int notes = rings.push(entry, now);
    if (keepsEvidence()) {
      rings.longNote(notes, keep(record));
    }
    if (alerts.isOpen(entry)) {
      return end(suppress(entry, now, record));
    }
    return end(isReached(entry, now) ? raise(entry, now, raiseAt) : Outcome.QUIET);
  }

  private boolean isReached(int entry, long now) {
    int size = rings.size(entry);
    return size >= raiseAt && now - rings.time(entry, size - raiseAt, now) <= raiseWindow;
  }

  /** The first millisecond whose window holds few enough events. */
  @Override
  long alertDeadline(int entry) {
    long now = now();
    int tooMany = rings.size(entry) - 1 - clearAt;
    long firedAt = alerts.firedAt(entry);
    return tooMany < 0
        ? firedAt
        : Math.max(firedAt, rings.time(entry, tooMany, now) + clearWindow + 1);
  }

  @Override
  void alertDue(int entry, long time) {
    close(entry, time, Closing.Reason.CLEARED, true);
  }

  @Override
  int stateProgress(int entry, long now) {
    rings.expire(entry, now - window, now);
    int size = rings.size(entry);
    return size == 0 ? EXPIRED : Math.min(size * GOAL / raiseAt, GOAL);
  }

  @Override
  long stateChanged(int entry, long now) {
    return rings.newest(entry, now);
  }

  @Override
  void sightings(int entry, long now, Sightings found) {
    int size = rings.size(entry);
    for (int i = size - raiseAt; i < size; i++) {
      if (Sightings.shows(i - (size - raiseAt), raiseAt)) {
        long record = keepsEvidence() ? rings.longNote(rings.at(entry, i)) : NO_RECORD;
        found.add(0, rings.time(entry, i, now), Slice.empty(), record);
      }
    }
  }

  @Override
  void clearState(int entry) {
    rings.clear(entry);
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
