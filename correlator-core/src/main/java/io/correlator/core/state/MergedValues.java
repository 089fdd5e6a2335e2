package io.correlator.core.state;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The oldest values of a key that has too many: cells that each stand for a number of values of
 * about the same time and the same size.
 *
 * <p>Of a cell that is only partly in the window, any part may be: what is computed from it is an
 * interval.
 */
final class MergedValues {
  private static final int MOST_CELLS_PER_MERGE = 16;
  private static final int MOST_CELLS = 256;

  /** About how many bytes this takes when it is full, as it soon is. */
  static final int BYTES = 6 * (MOST_CELLS * Long.BYTES + 16) + 48;

  private final int cellsPerMerge;

  private int size;
  private long[] from = new long[MOST_CELLS_PER_MERGE];
  private long[] to = new long[MOST_CELLS_PER_MERGE];
  private long[] count = new long[MOST_CELLS_PER_MERGE];
  private double[] sum = new double[MOST_CELLS_PER_MERGE];
  private double[] low = new double[MOST_CELLS_PER_MERGE];
  private double[] high = new double[MOST_CELLS_PER_MERGE];

  /** Nothing yet; values will come {@code values} at a time. */
  MergedValues(int values) {
    cellsPerMerge = Math.min(values, MOST_CELLS_PER_MERGE);
  }

  /** Takes values that all came between two times; sorts them. */
  void add(double[] values, long earliest, long latest) {
    Arrays.sort(values);
    if (size + cellsPerMerge > MOST_CELLS) {
      halve();
    }
    for (int cell = 0; cell < cellsPerMerge; cell++) {
      int begin = cell * values.length / cellsPerMerge;
      int end = (cell + 1) * values.length / cellsPerMerge;
      addCell(values, begin, end, earliest, latest);
    }
  }

  private void addCell(double[] values, int begin, int end, long earliest, long latest) {
    if (size == from.length) {
      resize(2 * size);
    }
    from[size] = earliest;
    to[size] = latest;
    count[size] = Math.subtractExact(end, begin);
    low[size] = values[begin];
    high[size] = values[end - 1];
    double total = 0;
    for (int i = begin; i < end; i++) {
      total += values[i];
    }
    sum[size] = total;
    size++;
  }

  private void resize(int capacity) {
    from = Arrays.copyOf(from, capacity);
    to = Arrays.copyOf(to, capacity);
    count = Arrays.copyOf(count, capacity);
    sum = Arrays.copyOf(sum, capacity);
    low = Arrays.copyOf(low, capacity);
    high = Arrays.copyOf(high, capacity);
  }

  /**
   * Joins the cells of each two merges that follow each other, least with least and greatest with
   * greatest, so that what is old gets coarser and what is new stays fine.
   */
  private void halve() {
    int merges = size / cellsPerMerge;
    int joined = 0;
    for (int merge = 0; merge < merges; merge += 2) {
      for (int cell = 0; cell < cellsPerMerge; cell++) {
        int one = merge * cellsPerMerge + cell;
        int other = merge + 1 < merges ? one + cellsPerMerge : one;
        copy(one, joined);
        if (other != one) {
          join(other, joined);
        }
        joined++;
      }
    }
    size = joined;
  }

  private void copy(int source, int target) {
    from[target] = from[source];
    to[target] = to[source];
    count[target] = count[source];
    sum[target] = sum[source];
    low[target] = low[source];
    high[target] = high[source];
  }

  private void join(int source, int target) {
    from[target] = Math.min(from[target], from[source]);
    to[target] = Math.max(to[target], to[source]);
    count[target] += count[source];
    sum[target] += sum[source];
    low[target] = Math.min(low[target], low[source]);
    high[target] = Math.max(high[target], high[source]);
  }

  MergedValues copy() {
    MergedValues copy = new MergedValues(cellsPerMerge);
    copy.size = size;
    copy.from = from.clone();
    copy.to = to.clone();
    copy.count = count.clone();
    copy.sum = sum.clone();
    copy.low = low.clone();
    copy.high = high.clone();
    return copy;
  }

  void save(StateOutput out) {
    out.writeInt(size);
    for (int cell = 0; cell < size; cell++) {
      out.writeLong(from[cell]);
      out.writeLong(to[cell]);
      out.writeLong(count[cell]);
      out.writeDouble(sum[cell]);
      out.writeDouble(low[cell]);
      out.writeDouble(high[cell]);
    }
  }

  void load(StateInput in) throws IOException {
    size = in.readInt(0, MOST_CELLS);
    resize(Math.max(size, MOST_CELLS_PER_MERGE));
    for (int cell = 0; cell < size; cell++) {
      from[cell] = in.readLong();
      to[cell] = in.readLong();
      count[cell] = in.readLong();
      sum[cell] = in.readDouble();
      low[cell] = in.readDouble();
      high[cell] = in.readDouble();
    }
  }

  /** Drops cells of which nothing is in the window. */
  void expire(long earliest) {
    int kept = 0;
    for (int cell = 0; cell < size; cell++) {
      if (to[cell] >= earliest) {
        copy(cell, kept++);
      }
    }
    size = kept;
  }

  boolean isEmpty() {
    return size == 0;
  }

  private boolean isWhole(int cell, long earliest) {
    return from[cell] >= earliest;
  }

  /** How many values are certainly in the window. */
  long certainCount(long earliest) {
    long certain = 0;
    for (int cell = 0; cell < size; cell++) {
      certain += isWhole(cell, earliest) ? count[cell] : 0;
    }
    return certain;
  }

  private long doubtfulCount(long earliest) {
    long doubtful = 0;
    for (int cell = 0; cell < size; cell++) {
      doubtful += isWhole(cell, earliest) ? 0 : count[cell];
    }
    return doubtful;
  }

  /** The sum of the values in the window, with {@code others}, which are known exactly. */
  Interval sum(double others, long earliest) {
    double least = others;
    double most = others;
    for (int cell = 0; cell < size; cell++) {
      if (isWhole(cell, earliest)) {
        least += sum[cell];
        most += sum[cell];
      } else {
        least += low[cell] >= 0 ? 0 : high[cell] <= 0 ? sum[cell] : low[cell] * count[cell];
        most += high[cell] <= 0 ? 0 : low[cell] >= 0 ? sum[cell] : high[cell] * count[cell];
      }
    }
    return new Interval(least, most);
  }

  /** The mean of the values in the window, with others of this sum and number, at least one. */
  Interval average(double othersSum, long othersCount, long earliest) {
    double certainSum = othersSum;
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (int cell = 0; cell < size; cell++) {
      if (isWhole(cell, earliest)) {
        certainSum += sum[cell];
      } else {
        least = Math.min(least, low[cell]);
        most = Math.max(most, high[cell]);
      }
    }
    long certain = othersCount + certainCount(earliest);
    long doubtful = doubtfulCount(earliest);
    double average = certainSum / certain;
    if (doubtful == 0) {
      return Interval.exactly(average);
    }
    double all = certain + doubtful;
    return new Interval(
        Math.min(average, (certainSum + doubtful * least) / all),
        Math.max(average, (certainSum + doubtful * most) / all));
  }

  /** The smallest value in the window, with others that have {@code others} as theirs. */
  Interval minimum(double others, long earliest) {
    double certain = others;
    double possible = others;
    for (int cell = 0; cell < size; cell++) {
      possible = Math.min(possible, low[cell]);
      if (isWhole(cell, earliest)) {
        certain = Math.min(certain, low[cell]);
      }
    }
    return new Interval(Math.min(possible, certain), certain);
  }

  /** The greatest value in the window, with others that have {@code others} as theirs. */
  Interval maximum(double others, long earliest) {
    double certain = others;
    double possible = others;
    for (int cell = 0; cell < size; cell++) {
      possible = Math.max(possible, high[cell]);
      if (isWhole(cell, earliest)) {
        certain = Math.max(certain, high[cell]);
      }
    }
    return new Interval(certain, Math.max(possible, certain));
  }

  /**
   * A percentile of the values in the window, with {@code others}, at least one, which are known;
   * sorts them.
   *
   * <p>Each of {@code m} doubtful values can move a rank by one at most: down if all of them are
   * small, up if all are great.
   */
  Interval percentile(double[] others, double percent, long earliest) {
    long certain = others.length + certainCount(earliest);
    long doubtful = doubtfulCount(earliest);
    Arrays.sort(others);
    double rank = percent / 100 * (certain + doubtful - 1);
    long lowest = (long) Math.floor(rank) - doubtful;
    long highest = (long) Math.ceil(rank);
    double least = rank(others, low, Math.max(lowest, 0), earliest);
    double most = rank(others, high, Math.min(highest, certain - 1), earliest);
    return new Interval(
        lowest >= 0 ? least : Math.min(least, extreme(low, -1)),
        highest < certain ? most : Math.max(most, extreme(high, 1)));
  }

  /** The greatest or, with sign -1, the smallest of the bounds. */
  private double extreme(double[] bounds, int sign) {
    double extreme = bounds[0];
    for (int cell = 1; cell < size; cell++) {
      extreme = sign * bounds[cell] > sign * extreme ? bounds[cell] : extreme;
    }
    return extreme;
  }

  /**
   * The value at {@code rank} if all values of a cell were at its bound.
   *
   * @param others sorted
   */
  private double rank(double[] others, double[] bounds, long rank, long earliest) {
    int[] cells =
        IntStream.range(0, size)
            .filter(cell -> isWhole(cell, earliest))
            .boxed()
            .sorted(Comparator.comparingDouble(cell -> bounds[cell]))
            .mapToInt(cell -> cell)
            .toArray();
    int other = 0;
    int next = 0;
    long before = 0;
    while (true) {
      boolean isCell =
          next < cells.length && (other == others.length || bounds[cells[next]] < others[other]);
      double value = isCell ? bounds[cells[next]] : others[other];
      before += isCell ? count[cells[next++]] : 1;
      other += isCell ? 0 : 1;
      if (before > rank) {
        return value;
      }
    }
  }
}
