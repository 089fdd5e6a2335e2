package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.OperatorOptions.Evidence;
import java.time.Duration;

/**
 * When a {@link Sequence} fires: steps of a key that follow each other within a window.
 *
 * <p>Start with {@link #of}. Defaults: ties by order, a window of one minute, {@link
 * OperatorOptions#defaults()}. Immutable; may be used by any thread.
 *
 * @param steps how many steps there are, 1 to 16, numbered from 0
 * @param ties whether steps may happen at the same time
 * @param window how long it may take from the first step to the last, 1 ms or longer
 * @param options what can be chosen for every operator
 */
public record SequenceSpec(int steps, Ties ties, Duration window, OperatorOptions options) {
  /** How many steps there may be. */
  public static final int MOST_STEPS = 16;

  /** Whether events at the same time can follow each other. */
  public enum Ties {
    /** They follow each other as they come. */
    BY_ORDER,
    /** They do not: a step must be later than the one before. */
    STRICT
  }

  public SequenceSpec {
    requireNonNull(ties, "ties");
    requireNonNull(options, "options");
    Checks.range("steps", steps, 1, MOST_STEPS);
    Checks.window("window", window);
  }

  /** So many steps. */
  public static SequenceSpec of(int steps) {
    return new SequenceSpec(
        steps, Ties.BY_ORDER, Duration.ofMinutes(1), OperatorOptions.defaults());
  }

  /** The same with another rule for events at the same time. */
  public SequenceSpec ties(Ties ties) {
    return new SequenceSpec(steps, ties, window, options);
  }

  /** The same with a window of that length, 1 ms or longer. */
  public SequenceSpec within(Duration window) {
    return new SequenceSpec(steps, ties, window, options);
  }

  /** The same with another way to fire again. */
  public SequenceSpec rearm(Rearm rearm) {
    return options(options.rearm(rearm));
  }

  /** The same with another bound on the number of keys. */
  public SequenceSpec maxKeys(int maxKeys) {
    return options(options.maxKeys(maxKeys));
  }

  /** The same, remembering records or not. */
  public SequenceSpec evidence(Evidence evidence) {
    return options(options.evidence(evidence));
  }

  /** The same with other options. */
  public SequenceSpec options(OperatorOptions options) {
    return new SequenceSpec(steps, ties, window, options);
  }
}
