package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Aggregate;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.Condition;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Outcome;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A ring per key with the values of the window. Sum and average are kept up to date; the rest is
 * computed when a value comes. Of a key with too many values, the oldest are merged.
 */
final class StandardAggregate extends KeyedOperator implements Aggregate {
  private static final int VALUE = 0;
  private static final int RECORD = 2;

  // The row of a key: the sum of its ring, what was lost in rounding, how many values have left
  // since both were computed from scratch, and when its window began if that decides.
  private static final int SUM = 0;
  private static final int LOST = 2;
  private static final int LEFT = 4;
  private static final int OPENED = 5;
  private static final int ROW = 7;

  /** Which part of a full ring is merged at once. */
  private static final int MERGED_PART = 8;

  private final AggregateSpec spec;
  private Condition condition;
  private int minCount;
  private final boolean anchored;
  private final Rings rings;
  private final IntPages rows;
  private final SortedMap<Integer, MergedValues> merged = new TreeMap<>();
  private long skipped;

  StandardAggregate(StateHome home, AggregateSpec spec, FiringHandler handler) {
    super(
        home,
        spec.window().toMillis(),
        Rings.horizon(spec.window().toMillis()),
        spec.options(),
        shape(spec),
        handler);
    this.spec = spec;
    this.condition = spec.condition();
    this.minCount = spec.minCount();
    this.anchored = !condition.isMonotone();
    this.rows = new IntPages(memory);
    this.rings = new Rings(spec.maxValues(), RECORD + evidenceInts(spec.options()), window, memory);
  }

  /** The spec in words, without how much or how many it needs: the values do not depend on that. */
  static String shape(AggregateSpec spec) {
    return "AggregateSpec[function=%s, percent=%s, %s, maxValues=%d, window=%s, options=%s]"
        .formatted(
            spec.function(),
            spec.percent(),
            spec.condition().isMonotone() ? "at once" : "at the end",
            spec.maxValues(),
            spec.window(),
            spec.options());
  }

  /** Goes on with what it knows, for another condition of the same kind. */
  void become(Condition newCondition, int newMinCount, FiringHandler newHandler) {
    handler(newHandler);
    condition = newCondition;
    minCount = newMinCount;
  }

  @Override
  public Outcome add(Slice key, double value, LogRecord record) {
    long now = begin();
    if (isLate(key, record, now)) {
      return Outcome.QUIET;
    }
    if (!Double.isFinite(value)) {
      memory.undo().log(() -> skipped--);
      skipped++;
      return Outcome.QUIET;
    }
    int entry = table.findOrInsert(key, now);
    if (alerts.isOpen(entry)) {
      return end(suppress(entry, now, record));
    }
    if (anchored && rings.size(entry) == 0) {
      rows.setLong(entry * ROW + OPENED, now);
    }
    if (!anchored) {
      expire(entry, now);
    }
    if (rings.isFull(entry)) {
      mergeOldest(entry, now);
    }
    push(entry, value, now, record);
    if (anchored) {
      schedule(entry);
      return end(Outcome.QUIET);
    }
    return end(evaluate(entry, now));
  }

  private void push(int entry, double value, long now, LogRecord record) {
    int notes = rings.push(entry, now);
    rings.longNote(notes + VALUE, Double.doubleToRawLongBits(value));
    if (keepsEvidence()) {
      rings.longNote(notes + RECORD, keep(record));
    }
    addToSum(entry, value);
  }

  private double value(int entry, int index) {
    return Double.longBitsToDouble(rings.longNote(rings.at(entry, index) + VALUE));
  }

  private void expire(int entry, long now) {
    while (rings.size(entry) > 0 && now - rings.time(entry, 0, now) > window) {
      removeOldest(entry);
    }
    MergedValues old = merged.get(entry);
    if (old != null) {
      changing(entry, old);
      old.expire(now - window);
      if (old.isEmpty()) {
        undoableForget(entry, old);
      }
    }
  }

  private void removeOldest(int entry) {
    double value = value(entry, 0);
    rings.removeOldest(entry);
    addToSum(entry, -value);
    int left = rows.get(entry * ROW + LEFT) + 1;
    rows.set(entry * ROW + LEFT, left);
    if (left >= rings.size(entry)) {
      computeSum(entry);
    }
  }

  /** Adds as Neumaier does, so that what large values push out of a sum is not lost. */
  private void addToSum(int entry, double value) {
    int at = entry * ROW;
    double sum = doubleAt(at + SUM);
    double total = sum + value;
    double lost = Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
    setDouble(at + SUM, total);
    setDouble(at + LOST, doubleAt(at + LOST) + lost);
  }

  /** From scratch, as often as it costs no more than the values themselves did. */
  private void computeSum(int entry) {
    rows.clear(entry * ROW + SUM, LEFT + 1);
    for (int i = 0; i < rings.size(entry); i++) {
      addToSum(entry, value(entry, i));
    }
  }

  private double sum(int entry) {
    double sum = doubleAt(entry * ROW + SUM) + doubleAt(entry * ROW + LOST);
    if (!Double.isFinite(sum)) {
      computeSum(entry);
      sum = doubleAt(entry * ROW + SUM);
    }
    return sum;
  }

  private double doubleAt(int at) {
    return Double.longBitsToDouble(rows.getLong(at));
  }

  private void setDouble(int at, double value) {
    rows.setLong(at, Double.doubleToRawLongBits(value));
  }

  private void mergeOldest(int entry, long now) {
    double[] values = new double[spec.maxValues() / MERGED_PART];
    long earliest = rings.time(entry, 0, now);
    long latest = rings.time(entry, values.length - 1, now);
    for (int i = 0; i < values.length; i++) {
      values[i] = value(entry, 0);
      removeOldest(entry);
    }
    MergedValues old = merged.get(entry);
    if (old == null) {
      old = new MergedValues(values.length);
      memory.account().add(MergedValues.BYTES);
      merged.put(entry, old);
      memory.undo().log(() -> forget(entry));
    } else {
      changing(entry, old);
    }
    old.add(values, earliest, latest);
  }

  private void changing(int entry, MergedValues old) {
    if (memory.undo().isActive()) {
      MergedValues copy = old.copy();
      memory.undo().log(() -> merged.put(entry, copy));
    }
  }

  private void undoableForget(int entry, MergedValues old) {
    forget(entry);
    memory
        .undo()
        .log(
            () -> {
              memory.account().correct(MergedValues.BYTES);
              merged.put(entry, old);
            });
  }

  private void forget(int entry) {
    if (merged.remove(entry) != null) {
      memory.account().correct(-MergedValues.BYTES);
    }
  }

  private Outcome evaluate(int entry, long now) {
    if (count(entry, now) < minCount) {
      return Outcome.QUIET;
    }
    Interval result = result(entry, now);
    return condition.test(result.estimate())
        ? fire(entry, now, result.estimate(), result.error(), Rest.KEPT)
        : Outcome.QUIET;
  }

  private long windowBegin(int entry, long now) {
    return anchored ? rows.getLong(entry * ROW + OPENED) : now - window;
  }

  private long count(int entry, long now) {
    MergedValues old = merged.get(entry);
    return rings.size(entry) + (old == null ? 0 : old.certainCount(windowBegin(entry, now)));
  }

  private Interval result(int entry, long now) {
    @Nullable MergedValues old = merged.get(entry);
    return old == null ? exactly(entry) : roughly(entry, old, windowBegin(entry, now));
  }

  private Interval exactly(int entry) {
    return Interval.exactly(
        switch (spec.function()) {
          case SUM -> sum(entry);
          case AVERAGE -> sum(entry) / rings.size(entry);
          case MINIMUM -> extreme(entry, -1);
          case MAXIMUM -> extreme(entry, 1);
          case PERCENTILE -> Selection.percentile(values(entry), spec.percent());
        });
  }

  private Interval roughly(int entry, MergedValues old, long begin) {
    return switch (spec.function()) {
      case SUM -> old.sum(sum(entry), begin);
      case AVERAGE -> old.average(sum(entry), rings.size(entry), begin);
      case MINIMUM -> old.minimum(extreme(entry, -1), begin);
      case MAXIMUM -> old.maximum(extreme(entry, 1), begin);
      case PERCENTILE -> old.percentile(values(entry), spec.percent(), begin);
    };
  }

  /** The greatest or, with sign -1, the smallest value. */
  private double extreme(int entry, int sign) {
    double extreme = value(entry, 0);
    for (int i = 1; i < rings.size(entry); i++) {
      double value = value(entry, i);
      extreme = sign * value > sign * extreme ? value : extreme;
    }
    return extreme;
  }

  private double[] values(int entry) {
    double[] values = new double[rings.size(entry)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(entry, i);
    }
    return values;
  }

  @Override
  long stateDeadline(int entry) {
    return anchored && rings.size(entry) > 0 ? rows.getLong(entry * ROW + OPENED) + window : NEVER;
  }

  @Override
  void stateDue(int entry, long time) {
    if (count(entry, time) >= minCount) {
      Interval result = result(entry, time);
      if (condition.test(result.estimate())) {
        fire(entry, time, result.estimate(), result.error(), Rest.CLEARED);
        return;
      }
    }
    table.remove(entry);
  }

  /**
   * How far a sum has got says nothing if values may be negative, so the number of values counts.
   */
  @Override
  int stateProgress(int entry, long now) {
    if (!anchored) {
      expire(entry, now);
    }
    int size = rings.size(entry);
    return size == 0 ? EXPIRED : (int) Math.min((long) size * GOAL / (size + 8L), GOAL);
  }

  @Override
  long stateChanged(int entry, long now) {
    return rings.newest(entry, now);
  }

  @Override
  void sightings(int entry, long now, Sightings found) {
    int size = rings.size(entry);
    for (int i = 0; i < size; i++) {
      if (Sightings.shows(i, size)) {
        long record = keepsEvidence() ? rings.longNote(rings.at(entry, i) + RECORD) : NO_RECORD;
        found.add(0, rings.time(entry, i, now), Slice.empty(), record);
      }
    }
  }

  @Override
  void clearState(int entry) {
    rings.clear(entry);
    rows.clear(entry * ROW, ROW);
    MergedValues old = merged.get(entry);
    if (old != null) {
      undoableForget(entry, old);
    }
  }

  @Override
  public long skipped() {
    return skipped;
  }

  @Override
  void saveState(StateOutput out) {
    rings.save(out);
    rows.save(out);
    out.writeInt(merged.size());
    merged.forEach(
        (entry, old) -> {
          out.writeInt(entry);
          old.save(out);
        });
    out.writeLong(skipped);
  }

  @Override
  void loadState(StateInput in) throws IOException {
    rings.load(in);
    rows.load(in);
    for (int left = in.readCount(Integer.BYTES); left > 0; left--) {
      int entry = in.readInt(0, Integer.MAX_VALUE);
      MergedValues old = new MergedValues(spec.maxValues() / MERGED_PART);
      old.load(in);
      if (merged.put(entry, old) == null) {
        memory.account().correct(MergedValues.BYTES);
      }
    }
    skipped = in.readLong();
  }
}
