package io.correlator.core.state;

/** Finds values by rank without sorting all of them. */
final class Selection {
  private Selection() {}

  /**
   * The percentile of {@code values}, at least one: the value at rank {@code percent / 100 * (n -
   * 1)}, interpolated between its neighbours. Changes the order of the values.
   */
  static double percentile(double[] values, double percent) {
    double rank = percent / 100 * (values.length - 1);
    int below = (int) Math.floor(rank);
    double low = select(values, below);
    if (below == rank) {
      return low;
    }
    // What is behind the place is not smaller: the next rank is the smallest of it.
    double high = values[below + 1];
    for (int i = below + 2; i < values.length; i++) {
      high = Math.min(high, values[i]);
    }
    return low + (rank - below) * (high - low);
  }

  /**
   * Quickselect with the median of three, and a sort when that goes badly, as it may if someone
   * chose the values to that end.
   */
  private static double select(double[] values, int rank) {
    int from = 0;
    int to = values.length - 1;
    int left = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(values.length));
    while (from < to) {
      if (left-- == 0) {
        java.util.Arrays.sort(values, from, to + 1);
        return values[rank];
      }
      double pivot = median(values[from], values[(from + to) >>> 1], values[to]);
      int i = from - 1;
      int j = to + 1;
      while (true) {
        do {
          i++;
        } while (values[i] < pivot);
        do {
          j--;
        } while (values[j] > pivot);
        if (i >= j) {
          break;
        }
        double swapped = values[i];
        values[i] = values[j];
        values[j] = swapped;
      }
      if (rank <= j) {
        to = j;
      } else {
        from = j + 1;
      }
    }
    return values[rank];
  }

  private static double median(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
