package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.OperatorOptions.Evidence;
import java.time.Duration;

/**
 * When an {@link Aggregate} fires: a sum, an average or a percentile over the values of a key
 * within a window.
 *
 * <p>Start with {@link #sum}, {@link #average}, {@link #percentile}, {@link #median}, {@link
 * #minimum} or {@link #maximum}. Defaults: a window of one minute, from the first value on, 10,000
 * values, {@link OperatorOptions#defaults()}. Immutable; may be used by any thread.
 *
 * @param function what is computed
 * @param percent which percentile, 0 to 100; the median is 50, and other functions do not use it
 * @param condition what the result must be. Lower bounds are decided at each value; any other
 *     condition at the end of the window that a key's first value opens
 * @param minCount how many values there must be, 1 to {@code maxValues}
 * @param maxValues how many values of a key are kept one by one, 16 to 65,535. Of more, the oldest
 *     are merged, and what is computed is flagged as approximate with the bound of its error
 * @param window the length of the window, 1 ms or longer
 * @param options what can be chosen for every operator
 */
public record AggregateSpec(
    Function function,
    double percent,
    Condition condition,
    int minCount,
    int maxValues,
    Duration window,
    OperatorOptions options) {
  /** How many values of a key are kept one by one unless told otherwise. */
  public static final int DEFAULT_MAX_VALUES = 10_000;

  /** What is computed over the values of a window. */
  public enum Function {
    /** All values added up. */
    SUM,
    /** The arithmetic mean. */
    AVERAGE,
    /** The value below which so many percent lie, interpolated between the closest ranks. */
    PERCENTILE,
    /** The smallest value. */
    MINIMUM,
    /** The greatest value. */
    MAXIMUM
  }

  public AggregateSpec {
    requireNonNull(function, "function");
    requireNonNull(condition, "condition");
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent: must be between 0 and 100, was " + percent);
    }
    Checks.range("maxValues", maxValues, 16, Checks.MOST_COUNTED);
    Checks.range("minCount", minCount, 1, maxValues);
    Checks.window("window", window);
    requireNonNull(options, "options");
  }

  private static AggregateSpec of(Function function, double percent, Condition condition) {
    return new AggregateSpec(
        function,
        percent,
        condition,
        1,
        DEFAULT_MAX_VALUES,
        Duration.ofMinutes(1),
        OperatorOptions.defaults());
  }

  /** The sum of the values. */
  public static AggregateSpec sum(Condition condition) {
    return of(Function.SUM, 0, condition);
  }

  /** The arithmetic mean of the values. */
  public static AggregateSpec average(Condition condition) {
    return of(Function.AVERAGE, 0, condition);
  }

  /**
   * The value at rank {@code percent / 100 * (n - 1)} of the {@code n} sorted values, interpolated
   * between its two neighbours.
   */
  public static AggregateSpec percentile(double percent, Condition condition) {
    return of(Function.PERCENTILE, percent, condition);
  }

  /** The percentile of 50. */
  public static AggregateSpec median(Condition condition) {
    return percentile(50, condition);
  }

  /** The smallest value. */
  public static AggregateSpec minimum(Condition condition) {
    return of(Function.MINIMUM, 0, condition);
  }

  /** The greatest value. */
  public static AggregateSpec maximum(Condition condition) {
    return of(Function.MAXIMUM, 0, condition);
  }

  /** The same, silent until there are {@code minCount} values in the window. */
  public AggregateSpec minCount(int minCount) {
    return new AggregateSpec(function, percent, condition, minCount, maxValues, window, options);
  }

  /** The same with another bound on the values kept per key. */
  public AggregateSpec maxValues(int maxValues) {
    return new AggregateSpec(function, percent, condition, minCount, maxValues, window, options);
  }

  /** The same with a window of that length, 1 ms or longer. */
  public AggregateSpec within(Duration window) {
    return new AggregateSpec(function, percent, condition, minCount, maxValues, window, options);
  }

  /** The same with another way to fire again. */
  public AggregateSpec rearm(Rearm rearm) {
    return options(options.rearm(rearm));
  }

  /** The same with another bound on the number of keys. */
  public AggregateSpec maxKeys(int maxKeys) {
    return options(options.maxKeys(maxKeys));
  }

  /** The same, remembering records or not. */
  public AggregateSpec evidence(Evidence evidence) {
    return options(options.evidence(evidence));
  }

  /** The same with other options. */
  public AggregateSpec options(OperatorOptions options) {
    return new AggregateSpec(function, percent, condition, minCount, maxValues, window, options);
  }
}
