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
  private static final int MOST = Character.MAX_VALUE;

  private int raiseAt;
  private final long raiseWindow;
  private final int clearAt;
  private final long clearWindow;
  private final Rings rings;

  /** How many events of a key are remembered. */
  private int held;

  StandardAlarm(StateHome home, AlarmSpec spec, FiringHandler handler) {
    super(home, longest(spec), Rings.horizon(longest(spec)), spec.options(), shape(spec), handler);
    this.raiseAt = spec.raiseAt();
    this.raiseWindow = spec.raiseWindow().toMillis();
    this.clearAt = spec.clearAt();
    this.clearWindow = spec.clearWindow().toMillis();
    this.held = held(raiseAt);
    this.rings = new Rings(held, evidenceInts(spec.options()), window, memory);
  }

  /** The spec in words, without how many raise it: a ring can be made longer or shorter. */
  static String shape(AlarmSpec spec) {
    return "AlarmSpec[raiseWindow=%s, clearAt=%d, clearWindow=%s, options=%s]"
        .formatted(spec.raiseWindow(), spec.clearAt(), spec.clearWindow(), spec.options());
  }

  /** Goes on with what it knows, raised by another number of events. */
  void become(int newRaiseAt, FiringHandler newHandler) {
    handler(newHandler);
    if (newRaiseAt > raiseAt) {
      warm();
    }
    raiseAt = newRaiseAt;
    resize(held(newRaiseAt));
  }

  private int held(int raisedBy) {
    return Math.max(raisedBy, clearAt + 1);
  }

  private void resize(int newHeld) {
    if (newHeld == held) {
      return;
    }
    for (int entry = 0; entry < table.entries(); entry++) {
      while (table.inUse(entry) && rings.size(entry) > newHeld) {
        rings.removeOldest(entry);
      }
    }
    rings.resize(newHeld, table.entries());
    held = newHeld;
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
    out.writeInt(raiseAt);
    rings.save(out);
  }

  @Override
  void loadState(StateInput in) throws IOException {
    int wanted = raiseAt;
    raiseAt = in.readInt(1, MOST);
    held = held(raiseAt);
    rings.resize(held, 0);
    rings.load(in);
    if (wanted > raiseAt) {
      warm();
    }
    raiseAt = wanted;
    resize(held(wanted));
  }
}
