package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Coincidence;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.CoincidenceSpec.Forbidden;
import io.correlator.api.state.Condition;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.StepMatch;
import java.io.IOException;

/**
 * A row per key with the last time of each step. Decided when a step comes or, if a forbidding
 * event or the condition's upper bound may still change the answer, at the end of a window that the
 * first step opens.
 */
final class StandardCoincidence extends KeyedOperator implements Coincidence {
  // The row of a key. Steps follow, each a time and, if evidence is kept, a record.
  private static final int SEEN = 0;
  private static final int STATUS = 2;
  private static final int OPENED = 3;
  private static final int FORBIDDEN_AT = 5;
  private static final int STEPS = 7;

  // Bits of the status.
  private static final int IS_OPEN = 1;
  private static final int IS_FORBIDDEN = 2;
  private static final int HAS_FORBIDDEN = 4;

  private final Condition condition;
  private final boolean anchored;
  private final boolean hasForbidden;
  private final long lookback;
  private final int steps;
  private final int needed;
  private final int stepWidth;
  private final int row;
  private final IntPages rows;

  StandardCoincidence(StateHome home, CoincidenceSpec spec, FiringHandler handler) {
    super(home, spec.window().toMillis(), Long.MAX_VALUE, spec.options(), spec.toString(), handler);
    this.condition = spec.condition();
    this.anchored = spec.isAnchored();
    this.hasForbidden = spec.forbidden() == Forbidden.IN_WINDOW;
    this.lookback = spec.lookback().toMillis();
    this.steps = spec.steps();
    this.needed = (int) Math.min(condition.reach(), Integer.MAX_VALUE);
    this.stepWidth = 2 + evidenceInts(spec.options());
    this.rows = new IntPages(memory);
    this.row = STEPS + steps * stepWidth;
  }

  @Override
  public Outcome hit(Slice key, StepMatch match, LogRecord record) {
    check(match);
    long now = begin();
    if (isLate(key, record, now)) {
      return Outcome.QUIET;
    }
    if (match.steps() == 0 && match.forbids() == 0) {
      return Outcome.QUIET;
    }
    int entry = table.findOrInsert(key, now);
    if (alerts.isOpen(entry)) {
      return end(match.steps() == 0 ? Outcome.QUIET : suppress(entry, now, record));
    }
    if (match.forbids() != 0) {
      forbid(entry, now);
    }
    if (match.steps() == 0) {
      return end(Outcome.QUIET);
    }
    return end(
        anchored
            ? collect(entry, match.steps(), now, record)
            : decide(entry, match.steps(), now, record));
  }

  private void check(StepMatch match) {
    if (steps < Long.SIZE && match.steps() >>> steps != 0) {
      throw new IllegalArgumentException(
          "steps: there are %d, numbered from 0; got %s".formatted(steps, match));
    }
    if (match.forbids() != 0 && !hasForbidden) {
      throw new IllegalArgumentException("forbids: the spec has no forbidden events: " + match);
    }
  }

  private void forbid(int entry, long now) {
    int at = entry * row;
    rows.setLong(at + FORBIDDEN_AT, now);
    rows.set(at + STATUS, rows.get(at + STATUS) | HAS_FORBIDDEN | IS_FORBIDDEN);
  }

  private Outcome decide(int entry, long matched, long now, LogRecord record) {
    see(entry, matched, now, record);
    int count = alive(entry, now);
    return count >= needed ? fire(entry, now, count) : Outcome.QUIET;
  }

  private Outcome collect(int entry, long matched, long now, LogRecord record) {
    int at = entry * row;
    if ((rows.get(at + STATUS) & IS_OPEN) == 0) {
      boolean forbidden =
          (rows.get(at + STATUS) & HAS_FORBIDDEN) != 0
              && now - rows.getLong(at + FORBIDDEN_AT) <= lookback;
      rows.setLong(at + OPENED, now);
      rows.set(
          at + STATUS,
          (rows.get(at + STATUS) & HAS_FORBIDDEN) | IS_OPEN | (forbidden ? IS_FORBIDDEN : 0));
    }
    see(entry, matched, now, record);
    schedule(entry);
    return Outcome.QUIET;
  }

  private void see(int entry, long matched, long now, LogRecord record) {
    int at = entry * row;
    long kept = keep(record);
    rows.setLong(at + SEEN, rows.getLong(at + SEEN) | matched);
    for (long left = matched; left != 0; left &= left - 1) {
      int step = at + STEPS + Long.numberOfTrailingZeros(left) * stepWidth;
      rows.setLong(step, now);
      if (keepsEvidence()) {
        rows.setLong(step + 2, kept);
      }
    }
  }

  /** How many steps are in the window that ends now; forgets those that are not. */
  private int alive(int entry, long now) {
    long seen = rows.getLong(entry * row + SEEN);
    if (!anchored) {
      for (long left = seen; left != 0; left &= left - 1) {
        int step = Long.numberOfTrailingZeros(left);
        if (now - timeOf(entry, step) > window) {
          seen &= ~(1L << step);
        }
      }
      rows.setLong(entry * row + SEEN, seen);
    }
    return Long.bitCount(seen);
  }

  private long timeOf(int entry, int step) {
    return rows.getLong(entry * row + STEPS + step * stepWidth);
  }

  @Override
  long stateDeadline(int entry) {
    int at = entry * row;
    return (rows.get(at + STATUS) & IS_OPEN) != 0 ? rows.getLong(at + OPENED) + window : NEVER;
  }

  @Override
  void stateDue(int entry, long time) {
    int at = entry * row;
    int count = alive(entry, time);
    if ((rows.get(at + STATUS) & IS_FORBIDDEN) == 0 && condition.test(count)) {
      fire(entry, time, count, 0, Rest.CLEARED);
      return;
    }
    // What forbade may forbid the next window, too.
    rows.set(at + STATUS, rows.get(at + STATUS) & HAS_FORBIDDEN);
    rows.setLong(at + SEEN, 0);
    if (stateProgress(entry, time) < 0) {
      table.remove(entry);
    }
  }

  @Override
  int stateProgress(int entry, long now) {
    int at = entry * row;
    int status = rows.get(at + STATUS);
    int count = alive(entry, now);
    if ((status & IS_OPEN) != 0 || count > 0) {
      return Math.min(count * GOAL / needed, GOAL);
    }
    boolean mayForbid =
        (status & HAS_FORBIDDEN) != 0 && now - rows.getLong(at + FORBIDDEN_AT) <= lookback;
    return mayForbid ? 0 : EXPIRED;
  }

  @Override
  long stateChanged(int entry, long now) {
    int at = entry * row;
    long latest =
        (rows.get(at + STATUS) & HAS_FORBIDDEN) != 0
            ? rows.getLong(at + FORBIDDEN_AT)
            : Long.MIN_VALUE;
    for (long left = rows.getLong(at + SEEN); left != 0; left &= left - 1) {
      latest = Math.max(latest, timeOf(entry, Long.numberOfTrailingZeros(left)));
    }
    return latest;
  }

  @Override
  void sightings(int entry, long now, Sightings found) {
    // Selection by time and step: there are at most 64, and firing is rare.
    long left = rows.getLong(entry * row + SEEN);
    while (left != 0) {
      int earliest = Long.numberOfTrailingZeros(left);
      for (long others = left; others != 0; others &= others - 1) {
        int step = Long.numberOfTrailingZeros(others);
        if (timeOf(entry, step) < timeOf(entry, earliest)) {
          earliest = step;
        }
      }
      int at = entry * row + STEPS + earliest * stepWidth;
      long record = keepsEvidence() ? rows.getLong(at + 2) : NO_RECORD;
      found.add(earliest, rows.getLong(at), Slice.empty(), record);
      left &= ~(1L << earliest);
    }
  }

  @Override
  void clearState(int entry) {
    rows.setLong(entry * row + SEEN, 0);
    rows.set(entry * row + STATUS, 0);
  }

  @Override
  void saveState(StateOutput out) {
    rows.save(out);
  }

  @Override
  void loadState(StateInput in) throws IOException {
    rows.load(in);
  }
}
