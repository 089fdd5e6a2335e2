package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Closing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Heartbeat;
import io.correlator.api.state.HeartbeatSpec;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A row per key with the time at which it was last seen. */
final class StandardHeartbeat extends KeyedOperator implements Heartbeat {
  // The row of a key: whether it is watched, since when or when it was seen, and in which record.
  private static final int STATUS = 0;
  private static final int LAST = 1;
  private static final int RECORD = 3;

  private static final int WATCHED = 1;
  private static final int SEEN = 2;

  private final StateHome home;
  private final Map<Slice, Slice> listed;
  private final int row;
  private final UndoLog undo;
  private final WakeUp listing;
  private final IntPages rows;
  private boolean awaitsList;

  StandardHeartbeat(StateHome home, HeartbeatSpec spec, FiringHandler handler) {
    super(
        home,
        spec.window().toMillis(),
        Long.MAX_VALUE,
        spec.options(),
        room(home, spec),
        shape(spec),
        handler);
    this.home = home;
    this.listed = spec.listed();
    this.row = RECORD + evidenceInts(spec.options());
    this.rows = new IntPages(memory);
    this.undo = memory.undo();
    this.listing = home.wakeUp(this::watchListed);
    if (!listed.isEmpty()) {
      // Engine time begins with the first record: this runs when time leaves it.
      awaitsList = true;
      listing.at(Long.MIN_VALUE);
    }
  }

  /** A share of the keys, but room for all that are listed, which may be divided unequally. */
  private static int room(StateHome home, HeartbeatSpec spec) {
    int here = (int) spec.listed().values().stream().filter(home::isHomeOf).count();
    return Math.max(home.share(spec.options().maxKeys()), here);
  }

  /** The spec in words, the same in each run: a set has no order. */
  static String shape(HeartbeatSpec spec) {
    return "HeartbeatSpec[listed=%s, window=%s, options=%s]"
        .formatted(
            spec.listed().keySet().stream().map(Slice::toString).sorted().toList(),
            spec.window(),
            spec.options());
  }

  private void watchListed() {
    undo.log(() -> awaitsList = true);
    awaitsList = false;
    long now = begin();
    for (Map.Entry<Slice, Slice> each : listed.entrySet()) {
      Slice key = each.getKey();
      if (home.isHomeOf(each.getValue()) && table.find(key) == KeyTable.NONE) {
        watch(table.findOrInsert(key, now), now, WATCHED, NO_RECORD);
      }
    }
  }

  @Override
  public void beat(Slice key, LogRecord record) {
    long now = begin();
    if (!listed.isEmpty()) {
      Slice partitionKey = listed.get(key);
      if (partitionKey == null) {
        return;
      }
      checkHome(key, partitionKey);
    }
    int entry = table.findOrInsert(key, now);
    Optional<Closing> closing = Optional.empty();
    if (alerts.isOpen(entry)) {
      closing = closing(entry, now, Closing.Reason.CLEARED, true);
      alerts.clear(entry);
    }
    watch(entry, now, WATCHED | SEEN, keep(record));
    tell(closing);
    end();
  }

  /** Seen here and watched elsewhere, it would seem to be silent for ever. */
  private void checkHome(Slice key, Slice partitionKey) {
    if (!home.isHomeOf(partitionKey)) {
      throw new IllegalStateException(
          "heartbeat: listed key '%s' belongs to another group of keys; ".formatted(key)
              + "in a module with keys, listed keys are its partition keys");
    }
  }

  private void watch(int entry, long now, int status, long record) {
    int at = entry * row;
    rows.set(at + STATUS, status);
    rows.setLong(at + LAST, now);
    if (keepsEvidence()) {
      rows.setLong(at + RECORD, record);
    }
    schedule(entry);
  }

  @Override
  long stateDeadline(int entry) {
    int at = entry * row;
    return (rows.get(at + STATUS) & WATCHED) != 0 ? rows.getLong(at + LAST) + window : NEVER;
  }

  @Override
  void stateDue(int entry, long time) {
    raise(entry, time, 0);
  }

  /** Near its deadline is near its goal. */
  @Override
  int stateProgress(int entry, long now) {
    int at = entry * row;
    return (rows.get(at + STATUS) & WATCHED) == 0
        ? EXPIRED
        : (int) Math.min((now - rows.getLong(at + LAST)) * GOAL / window, GOAL);
  }

  @Override
  long stateChanged(int entry, long now) {
    return rows.getLong(entry * row + LAST);
  }

  @Override
  void sightings(int entry, long now, Sightings found) {
    int at = entry * row;
    if ((rows.get(at + STATUS) & SEEN) != 0) {
      found.add(
          0,
          rows.getLong(at + LAST),
          Slice.empty(),
          keepsEvidence() ? rows.getLong(at + RECORD) : NO_RECORD);
    }
  }

  @Override
  void clearState(int entry) {
    rows.set(entry * row + STATUS, 0);
  }

  @Override
  void saveState(StateOutput out) {
    rows.save(out);
    out.writeBoolean(awaitsList);
  }

  @Override
  void loadState(StateInput in) throws IOException {
    rows.load(in);
    awaitsList = in.readBoolean();
    if (!awaitsList) {
      listing.cancel();
    }
  }
}
