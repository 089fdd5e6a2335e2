package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.OperatorOptions.Evidence;
import java.time.Duration;

/**
 * When a {@link DistinctCount} fires: so many different values for a key within a window.
 *
 * <p>Start with {@link #atLeast}, or {@link #where} for any other condition. Defaults: a window of
 * one minute, {@link OperatorOptions#defaults()}. Immutable; may be used by any thread.
 *
 * @param condition what the number of values must be; bounds up to 65,535. A condition that is not
 *     monotone is decided at the end of the window that a key's first event opens
 * @param window the length of the window, 1 ms or longer
 * @param options what can be chosen for every operator
 */
public record DistinctSpec(Condition condition, Duration window, OperatorOptions options) {

  public DistinctSpec {
    Checks.countable(condition);
    Checks.window("window", window);
    requireNonNull(options, "options");
  }

  /** At least {@code count} different values. */
  public static DistinctSpec atLeast(int count) {
    return where(Condition.atLeast(count));
  }

  /** As many different values as {@code condition} says. */
  public static DistinctSpec where(Condition condition) {
    return new DistinctSpec(condition, Duration.ofMinutes(1), OperatorOptions.defaults());
  }

  /** The same with a window of that length, 1 ms or longer. */
  public DistinctSpec within(Duration window) {
    return new DistinctSpec(condition, window, options);
  }

  /** The same with another way to fire again. */
  public DistinctSpec rearm(Rearm rearm) {
    return options(options.rearm(rearm));
  }

  /** The same with another bound on the number of keys. */
  public DistinctSpec maxKeys(int maxKeys) {
    return options(options.maxKeys(maxKeys));
  }

  /** The same, remembering records or not. */
  public DistinctSpec evidence(Evidence evidence) {
    return options(options.evidence(evidence));
  }

  /** The same with other options. */
  public DistinctSpec options(OperatorOptions options) {
    return new DistinctSpec(condition, window, options);
  }
}
