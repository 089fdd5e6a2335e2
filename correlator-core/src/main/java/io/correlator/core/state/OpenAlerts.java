package io.correlator.core.state;

import io.correlator.api.Slice;
import io.correlator.api.state.Closing;
import io.correlator.api.state.OpenAlert;
import java.io.IOException;
import java.time.Instant;

/** The alerts that are open: one row of numbers each, and the last events that came meanwhile. */
final class OpenAlerts {
  private static final int TAIL = 20;

  // The row of an alert: what it holds and where.
  private static final int FIRED_AT = 0;
  private static final int LAST_SEEN = 2;
  private static final int UNTIL = 4;
  private static final int SUPPRESSED = 6;
  private static final int TOLD = 8;
  private static final int ROW = 9;

  private final EvidenceRing evidence;
  private final UndoLog undo;
  private final IntPages rowOf;
  private final IntPages rows;
  private final Rings tails;
  private int used;
  private int free = KeyTable.NONE;

  OpenAlerts(EvidenceRing evidence, Memory memory) {
    this.evidence = evidence;
    this.undo = memory.undo();
    this.rowOf = new IntPages(memory);
    this.rows = new IntPages(memory);
    this.tails = new Rings(TAIL, 2, Long.MAX_VALUE, memory);
  }

  private void changing() {
    if (undo.isActive()) {
      int oldUsed = used;
      int oldFree = free;
      undo.log(
          () -> {
            used = oldUsed;
            free = oldFree;
          });
    }
  }

  boolean isOpen(int entry) {
    return rowOf.get(entry) != 0;
  }

  /**
   * Opens an alert that is due to close at {@code until}; it may be one that nobody was told of.
   */
  void open(int entry, long firedAt, long until, boolean told) {
    changing();
    int row = free;
    if (row == KeyTable.NONE) {
      row = used++;
    } else {
      free = rows.get(row * ROW);
    }
    rowOf.set(entry, row + 1);
    rows.setLong(row * ROW + FIRED_AT, firedAt);
    rows.setLong(row * ROW + LAST_SEEN, firedAt);
    rows.setLong(row * ROW + UNTIL, until);
    rows.setLong(row * ROW + SUPPRESSED, 0);
    rows.set(row * ROW + TOLD, told ? 1 : 0);
  }

  /** An event came. */
  void update(int entry, long now, long record) {
    int at = at(entry);
    rows.setLong(at + LAST_SEEN, now);
    rows.setLong(at + SUPPRESSED, suppressed(entry) + 1);
    tails.longNote(tails.push(rowOf.get(entry) - 1, now), record);
  }

  private int at(int entry) {
    return (rowOf.get(entry) - 1) * ROW;
  }

  long firedAt(int entry) {
    return rows.getLong(at(entry) + FIRED_AT);
  }

  long lastSeen(int entry) {
    return rows.getLong(at(entry) + LAST_SEEN);
  }

  long until(int entry) {
    return rows.getLong(at(entry) + UNTIL);
  }

  void until(int entry, long time) {
    rows.setLong(at(entry) + UNTIL, time);
  }

  long suppressed(int entry) {
    return rows.getLong(at(entry) + SUPPRESSED);
  }

  boolean isTold(int entry) {
    return rows.get(at(entry) + TOLD) != 0;
  }

  OpenAlert get(int entry) {
    return new OpenAlert(
        Instant.ofEpochMilli(firedAt(entry)),
        suppressed(entry),
        Instant.ofEpochMilli(lastSeen(entry)));
  }

  Closing closing(int entry, Slice key, long now, Closing.Reason reason) {
    Sightings tail = new Sightings(evidence);
    int row = rowOf.get(entry) - 1;
    for (int i = 0; i < tails.size(row); i++) {
      tail.add(0, tails.time(row, i, now), Slice.empty(), tails.longNote(tails.at(row, i)));
    }
    return new Closing(
        key,
        Instant.ofEpochMilli(firedAt(entry)),
        Instant.ofEpochMilli(now),
        reason,
        suppressed(entry),
        Instant.ofEpochMilli(lastSeen(entry)),
        tail.all());
  }

  /** Forgets the alert of {@code entry}, if there is one. */
  void clear(int entry) {
    int row = rowOf.get(entry) - 1;
    if (row >= 0) {
      changing();
      tails.clear(row);
      rows.set(row * ROW, free);
      free = row;
      rowOf.set(entry, 0);
    }
  }

  void save(StateOutput out) {
    rowOf.save(out);
    rows.save(out);
    tails.save(out);
    out.writeInt(used);
    out.writeInt(free);
  }

  void load(StateInput in) throws IOException {
    rowOf.load(in);
    rows.load(in);
    tails.load(in);
    used = in.readInt(0, Integer.MAX_VALUE / ROW);
    free = in.readInt(KeyTable.NONE, used - 1);
  }
}
