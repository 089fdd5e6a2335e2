package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Coincidence;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.CoincidenceSpec.Forbidden;
import io.correlator.api.state.CoincidenceSpec.Order;
import io.correlator.api.state.Combination;
import io.correlator.api.state.Condition;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.StepMatch;
import java.io.IOException;
import java.util.List;

/**
 * A row per key with the last time of each step. Decided when a step comes or, if a forbidding
 * event or the condition's upper bound may still change the answer, at the end of a window that the
 * first step opens.
 */
final class StandardCoincidence extends KeyedOperator implements Coincidence {
  // The row of a key. Steps follow, each a time and, if evidence is kept, a record; and if they
  // come in order, for each combination how many of its steps have come.
  private static final int SEEN = 0;
  private static final int STATUS = 2;
  private static final int OPENED = 3;
  private static final int FORBIDDEN_AT = 5;
  private static final int STEPS = 7;

  // Bits of the status.
  private static final int IS_OPEN = 1;
  private static final int IS_FORBIDDEN = 2;
  private static final int HAS_FORBIDDEN = 4;

  private Condition condition;
  private final List<Combination> combinations;
  private final boolean ordered;
  private final boolean anchored;

  /** The steps that open a window. What else is seen is only remembered in case it forbids. */
  private final long opening;

  private final boolean hasForbidden;
  private final long lookback;
  private final int steps;
  private int needed;
  private final int stepWidth;
  private final int row;
  private final IntPages rows;

  StandardCoincidence(StateHome home, CoincidenceSpec spec, FiringHandler handler) {
    super(home, spec.window().toMillis(), Long.MAX_VALUE, spec.options(), shape(spec), handler);
    this.condition = spec.condition();
    this.combinations = spec.combinations();
    this.ordered = spec.order() == Order.BY_NUMBER;
    this.anchored = spec.isAnchored();
    this.opening =
        combinations.isEmpty()
            ? -1L
            : combinations.stream().mapToLong(Combination::all).reduce(0, (a, b) -> a | b);
    this.hasForbidden = spec.forbidden() == Forbidden.IN_WINDOW;
    this.lookback = spec.lookback().toMillis();
    this.steps = spec.steps();
    this.needed = fewest();
    this.stepWidth = 2 + evidenceInts(spec.options());
    this.rows = new IntPages(memory);
    this.row = STEPS + steps * stepWidth + (ordered ? combinations.size() : 0);
  }

  private int fewest() {
    return combinations.stream()
        .mapToInt(each -> Long.bitCount(each.all()))
        .min()
        .orElse((int) Math.min(condition.reach(), Integer.MAX_VALUE));
  }

  /**
   * The spec in words, without how many steps it must be: what was seen does not depend on that.
   */
  static String shape(CoincidenceSpec spec) {
    return "CoincidenceSpec[steps=%d, %s, combinations=%s, order=%s, forbidden=%s, lookback=%s, window=%s, options=%s]"
        .formatted(
            spec.steps(),
            spec.isAnchored() ? "at the end" : "at once",
            spec.combinations(),
            spec.order(),
            spec.forbidden(),
            spec.lookback(),
            spec.window(),
            spec.options());
  }

  /** Goes on with what it knows, for another condition of the same kind. */
  void become(Condition newCondition, FiringHandler newHandler) {
    handler(newHandler);
    condition = newCondition;
    needed = fewest();
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
      return end((match.steps() & opening) == 0 ? Outcome.QUIET : suppress(entry, now, record));
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
    boolean holds = combinations.isEmpty() ? count >= needed : holdsCombination(entry);
    return holds ? fire(entry, now, count) : Outcome.QUIET;
  }

  private boolean holdsCombination(int entry) {
    long seen = rows.getLong(entry * row + SEEN);
    for (int i = 0; i < combinations.size(); i++) {
      Combination each = combinations.get(i);
      if (each.test(seen)
          && (!ordered || rows.get(progress(entry, i)) == Long.bitCount(each.all()))) {
        return true;
      }
    }
    return false;
  }

  /** Where the number of steps is that have come in order. */
  private int progress(int entry, int combination) {
    return entry * row + STEPS + steps * stepWidth + combination;
  }

  /** One event fills the next step of each combination, if it is that step. */
  private void goOn(int entry, long matched) {
    for (int i = 0; i < combinations.size(); i++) {
      int at = progress(entry, i);
      long left = combinations.get(i).all();
      for (int done = rows.get(at); done > 0; done--) {
        left &= left - 1;
      }
      if ((Long.lowestOneBit(left) & matched) != 0) {
        rows.set(at, rows.get(at) + 1);
      }
    }
  }

  private Outcome collect(int entry, long matched, long now, LogRecord record) {
    int at = entry * row;
    if ((rows.get(at + STATUS) & IS_OPEN) == 0) {
      if ((matched & opening) == 0) {
        see(entry, matched, now, record);
        return Outcome.QUIET;
      }
      rows.setLong(at + SEEN, seenWithin(entry, lookback, now));
      startOver(entry);
      boolean forbidden =
          (rows.get(at + STATUS) & HAS_FORBIDDEN) != 0
              && now - rows.getLong(at + FORBIDDEN_AT) <= lookback;
      rows.setLong(at + OPENED, now);
      rows.set(
          at + STATUS,
          (rows.get(at + STATUS) & HAS_FORBIDDEN) | IS_OPEN | (forbidden ? IS_FORBIDDEN : 0));
    }
    see(entry, matched, now, record);
    if (ordered) {
      goOn(entry, matched);
    }
    schedule(entry);
    return Outcome.QUIET;
  }

  private void startOver(int entry) {
    for (int i = 0; ordered && i < combinations.size(); i++) {
      rows.set(progress(entry, i), 0);
    }
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
    int at = entry * row;
    if (!anchored) {
      rows.setLong(at + SEEN, seenWithin(entry, window, now));
    }
    return Long.bitCount(rows.getLong(at + SEEN) & opening);
  }

  /** The steps, as bits, whose last time is no longer ago than that. */
  private long seenWithin(int entry, long time, long now) {
    long seen = rows.getLong(entry * row + SEEN);
    for (long left = seen; left != 0; left &= left - 1) {
      int step = Long.numberOfTrailingZeros(left);
      if (now - timeOf(entry, step) > time) {
        seen &= ~(1L << step);
      }
    }
    return seen;
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
    boolean holds = combinations.isEmpty() ? condition.test(count) : holdsCombination(entry);
    if ((rows.get(at + STATUS) & IS_FORBIDDEN) == 0 && holds) {
      fire(entry, time, count, 0, Rest.CLEARED);
      return;
    }
    // What forbade may forbid the next window, too.
    rows.set(at + STATUS, rows.get(at + STATUS) & HAS_FORBIDDEN);
    rows.setLong(at + SEEN, rows.getLong(at + SEEN) & ~opening);
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
    return mayForbid || (anchored && seenWithin(entry, lookback, now) != 0) ? 0 : EXPIRED;
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
    startOver(entry);
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
