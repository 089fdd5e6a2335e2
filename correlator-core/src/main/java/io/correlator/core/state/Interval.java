package io.correlator.core.state;

/** Where a number must lie, given what is known; one point if it is known exactly. */
record Interval(double low, double high) {
  static Interval exactly(double value) {
    return new Interval(value, value);
  }

  /** The middle. */
  double estimate() {
    return low == high ? low : low + (high - low) / 2;
  }

  /** How far the number may be from the estimate. */
  double error() {
    return low == high ? 0 : (high - low) / 2;
  }
}
