package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Sequence;
import io.correlator.api.state.SequenceSpec;
import io.correlator.api.state.SequenceSpec.Ties;
import io.correlator.api.state.StepMatch;
import java.io.IOException;

/**
 * For each key and step, the chain that reaches the step and began last: no other chain can be
 * completed when this one cannot.
 *
 * <p>Steps are tried from the last to the first, so that an event fills one step of a chain. If
 * ties are strict, a chain cannot go on at the time at which it reached its step; so the best chain
 * of earlier times is kept beside the newest one.
 */
final class StandardSequence extends KeyedOperator implements Sequence {
  // The row of a key: which steps have a chain, which have an earlier one; then the chains. The
  // chain of step s has s + 1 events, each a time and, if evidence is kept, a record.
  private static final int REACHED = 0;
  private static final int REACHED_EARLIER = 1;
  private static final int CHAINS = 2;

  private final int steps;
  private final boolean strict;
  private final int width;
  private final int row;
  private final int earlier;
  private final IntPages rows;

  StandardSequence(StateHome home, SequenceSpec spec, FiringHandler handler) {
    super(home, spec.window().toMillis(), Long.MAX_VALUE, spec.options(), spec.toString(), handler);
    this.rows = new IntPages(memory);
    this.steps = spec.steps();
    this.strict = spec.ties() == Ties.STRICT;
    this.width = 2 + evidenceInts(spec.options());
    this.earlier = steps * (steps + 1) / 2 * width;
    this.row = CHAINS + (strict ? 2 : 1) * earlier;
  }

  @Override
  public Outcome hit(Slice key, StepMatch match, LogRecord record) {
    if (match.steps() >>> steps != 0) {
      throw new IllegalArgumentException(
          "steps: there are %d, numbered from 0; got %s".formatted(steps, match));
    }
    long now = begin();
    if (isLate(key, record, now)) {
      return Outcome.QUIET;
    }
    // Only the first step makes an entry: others have nothing to go on from.
    int entry = (match.steps() & 1) != 0 ? table.findOrInsert(key, now) : table.find(key);
    if (entry == KeyTable.NONE) {
      return Outcome.QUIET;
    }
    if (alerts.isOpen(entry)) {
      return end(match.steps() == 0 ? Outcome.QUIET : suppress(entry, now, record));
    }
    return end(advance(entry, match, now, record));
  }

  private Outcome advance(int entry, StepMatch match, long now, LogRecord record) {
    long kept = match.steps() == 0 ? NO_RECORD : keep(record);
    boolean completed = false;
    for (int step = steps - 1; step >= 0; step--) {
      if ((match.steps() & 1L << step) != 0 && reach(entry, step, now, kept)) {
        completed |= step == steps - 1;
      }
      if (step > 0 && (match.forbids() & 1L << (step - 1)) != 0) {
        forget(entry, step - 1);
      }
    }
    boolean ends = match.ends() == StepMatch.Ends.YES;
    if (completed) {
      return fire(entry, now, steps, 0, ends ? Rest.CLEARED : Rest.KEPT);
    }
    if (ends || rows.get(entry * row + REACHED) == 0) {
      table.remove(entry);
    }
    return Outcome.QUIET;
  }

  /** Makes the chain of {@code step} out of the one before, if there is one in time. */
  private boolean reach(int entry, int step, long now, long record) {
    int before = step == 0 ? KeyTable.NONE : chainToGoOn(entry, step - 1, now);
    if (step > 0 && before == KeyTable.NONE) {
      return false;
    }
    int at = entry * row;
    int chain = chain(entry, step);
    if (strict && hasReached(entry, step) && last(chain, step) < now) {
      rows.move(chain, chain + earlier, (step + 1) * width);
      rows.set(at + REACHED_EARLIER, rows.get(at + REACHED_EARLIER) | 1 << step);
    }
    if (step > 0) {
      rows.move(before, chain, step * width);
    }
    rows.setLong(chain + step * width, now);
    if (keepsEvidence()) {
      rows.setLong(chain + step * width + 2, record);
    }
    rows.set(at + REACHED, rows.get(at + REACHED) | 1 << step);
    return true;
  }

  /** Where the chain of {@code step} is that an event at {@code now} can continue. */
  private int chainToGoOn(int entry, int step, long now) {
    if (!hasReached(entry, step)) {
      return KeyTable.NONE;
    }
    int chain = chain(entry, step);
    if (strict && last(chain, step) == now) {
      if ((rows.get(entry * row + REACHED_EARLIER) & 1 << step) == 0) {
        return KeyTable.NONE;
      }
      chain += earlier;
    }
    return now - rows.getLong(chain) <= window ? chain : KeyTable.NONE;
  }

  private boolean hasReached(int entry, int step) {
    return (rows.get(entry * row + REACHED) & 1 << step) != 0;
  }

  private int chain(int entry, int step) {
    return entry * row + CHAINS + step * (step + 1) / 2 * width;
  }

  private long last(int chain, int step) {
    return rows.getLong(chain + step * width);
  }

  private void forget(int entry, int step) {
    int at = entry * row;
    rows.set(at + REACHED, rows.get(at + REACHED) & ~(1 << step));
    rows.set(at + REACHED_EARLIER, rows.get(at + REACHED_EARLIER) & ~(1 << step));
  }

  @Override
  int stateProgress(int entry, long now) {
    for (int step = steps - 1; step >= 0; step--) {
      if (hasReached(entry, step) && now - rows.getLong(chain(entry, step)) <= window) {
        return (step + 1) * GOAL / steps;
      }
    }
    return EXPIRED;
  }

  @Override
  long stateChanged(int entry, long now) {
    long latest = Long.MIN_VALUE;
    for (int step = 0; step < steps; step++) {
      if (hasReached(entry, step)) {
        latest = Math.max(latest, last(chain(entry, step), step));
      }
    }
    return latest;
  }

  @Override
  void sightings(int entry, long now, Sightings found) {
    int chain = chain(entry, steps - 1);
    for (int step = 0; step < steps; step++) {
      int at = chain + step * width;
      found.add(
          step,
          rows.getLong(at),
          Slice.empty(),
          keepsEvidence() ? rows.getLong(at + 2) : NO_RECORD);
    }
  }

  /** The chain that has fired is complete: there is no step after it. */
  @Override
  void keepAfterFiring(int entry) {
    forget(entry, steps - 1);
  }

  @Override
  void clearState(int entry) {
    rows.set(entry * row + REACHED, 0);
    rows.set(entry * row + REACHED_EARLIER, 0);
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
