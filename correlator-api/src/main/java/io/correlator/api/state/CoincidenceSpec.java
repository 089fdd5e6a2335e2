package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.OperatorOptions.Evidence;
import java.time.Duration;
import java.util.List;

/**
 * When a {@link Coincidence} fires: so many different steps for a key within a window, in any
 * order.
 *
 * <p>Start with {@link #allOf}. Defaults: a window of one minute, {@link
 * OperatorOptions#defaults()}. Immutable; may be used by any thread.
 *
 * @param steps how many steps there are, 1 to 64, numbered from 0
 * @param condition how many of them must be seen. A condition that is not monotone is decided at
 *     the end of the window that a key's first step opens
 * @param combinations which of them must be seen, and which must not: one of these must hold. If
 *     there are any, the condition is not asked. If one has steps that must not be seen, it is
 *     decided at the end of the window that the first step opens which some combination needs
 * @param order whether the steps of a combination must come in the order of their numbers; only
 *     where it is decided at the end of a window, as a {@link Sequence} does the same when an event
 *     comes
 * @param forbidden whether there are events that forbid a firing; then it is decided at the end of
 *     the window, too
 * @param lookback how long before the window a forbidding event, or a step that must not be seen,
 *     still counts; zero or longer
 * @param window the length of the window, 1 ms or longer
 * @param options what can be chosen for every operator
 */
public record CoincidenceSpec(
    int steps,
    Condition condition,
    List<Combination> combinations,
    Order order,
    Forbidden forbidden,
    Duration lookback,
    Duration window,
    OperatorOptions options) {
  /** How many combinations there may be. */
  public static final int MOST_COMBINATIONS = 64;

  /** Whether steps must come in order. */
  public enum Order {
    /** They come as they like. */
    ANY,
    /** In the order of their numbers; one event fills one step. */
    BY_NUMBER
  }

  /** Whether some events forbid a firing. */
  public enum Forbidden {
    /** There are none. */
    NONE,
    /** {@link StepMatch#forbidden()} within the window, or shortly before, forbids. */
    IN_WINDOW
  }

  public CoincidenceSpec {
    requireNonNull(condition, "condition");
    combinations = List.copyOf(combinations);
    requireNonNull(order, "order");
    requireNonNull(forbidden, "forbidden");
    requireNonNull(options, "options");
    Checks.range("steps", steps, 1, StepMatch.MOST_STEPS);
    Checks.window("window", window);
    if (lookback.isNegative()) {
      throw new IllegalArgumentException("lookback: must not be negative, was " + lookback);
    }
    Checks.range("combinations", combinations.size(), 0, MOST_COMBINATIONS);
    for (Combination each : combinations) {
      if (steps < Long.SIZE && (each.all() | each.none()) >>> steps != 0) {
        throw new IllegalArgumentException(
            "combinations: there are %d steps, numbered from 0; got %s".formatted(steps, each));
      }
    }
    if (order == Order.BY_NUMBER
        && (combinations.isEmpty() || !isAnchored(forbidden, condition, combinations))) {
      throw new IllegalArgumentException(
          "order: only for combinations that are decided at the end of a window");
    }
  }

  /** All of {@code steps} steps. */
  public static CoincidenceSpec allOf(int steps) {
    return new CoincidenceSpec(
        steps,
        Condition.atLeast(steps),
        List.of(),
        Order.ANY,
        Forbidden.NONE,
        Duration.ZERO,
        Duration.ofMinutes(1),
        OperatorOptions.defaults());
  }

  /** The same with {@code count} steps being enough. */
  public CoincidenceSpec atLeast(int count) {
    return where(Condition.atLeast(count));
  }

  /** The same with another condition on the number of steps seen. */
  public CoincidenceSpec where(Condition condition) {
    return new CoincidenceSpec(
        steps, condition, combinations, order, forbidden, lookback, window, options);
  }

  /** The same with these steps, or these, or these being what is needed. */
  public CoincidenceSpec anyOf(List<Combination> combinations) {
    return new CoincidenceSpec(
        steps, condition, combinations, order, forbidden, lookback, window, options);
  }

  /** The same with the steps of a combination in the order of their numbers. */
  public CoincidenceSpec inOrder() {
    return new CoincidenceSpec(
        steps, condition, combinations, Order.BY_NUMBER, forbidden, lookback, window, options);
  }

  /** The same with steps that must not be seen, and forbidding events, counting so long before. */
  public CoincidenceSpec lookback(Duration lookback) {
    return new CoincidenceSpec(
        steps, condition, combinations, order, forbidden, lookback, window, options);
  }

  /** The same, but not if there is a forbidding event in the window. */
  public CoincidenceSpec unlessForbidden() {
    return unlessForbidden(Duration.ZERO);
  }

  /** The same, but not if there is a forbidding event in the window or {@code lookback} before. */
  public CoincidenceSpec unlessForbidden(Duration lookback) {
    return new CoincidenceSpec(
        steps, condition, combinations, order, Forbidden.IN_WINDOW, lookback, window, options);
  }

  /** Whether it is decided at the end of a window rather than when an event comes. */
  public boolean isAnchored() {
    return isAnchored(forbidden, condition, combinations);
  }

  private static boolean isAnchored(
      Forbidden forbidden, Condition condition, List<Combination> combinations) {
    return forbidden == Forbidden.IN_WINDOW
        || (combinations.isEmpty()
            ? !condition.isMonotone()
            : combinations.stream().anyMatch(each -> each.none() != 0));
  }

  /** The same with a window of that length, 1 ms or longer. */
  public CoincidenceSpec within(Duration window) {
    return new CoincidenceSpec(
        steps, condition, combinations, order, forbidden, lookback, window, options);
  }

  /** The same with another way to fire again. */
  public CoincidenceSpec rearm(Rearm rearm) {
    return options(options.rearm(rearm));
  }

  /** The same with another bound on the number of keys. */
  public CoincidenceSpec maxKeys(int maxKeys) {
    return options(options.maxKeys(maxKeys));
  }

  /** The same, remembering records or not. */
  public CoincidenceSpec evidence(Evidence evidence) {
    return options(options.evidence(evidence));
  }

  /** The same with other options. */
  public CoincidenceSpec options(OperatorOptions options) {
    return new CoincidenceSpec(
        steps, condition, combinations, order, forbidden, lookback, window, options);
  }
}
