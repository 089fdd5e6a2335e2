package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.OperatorOptions.Evidence;
import java.time.Duration;

/**
 * When an {@link Absence} fires: something was expected for a key and did not come within a window.
 *
 * <p>Start with {@link #first}, {@link #restart} or {@link #each}. Defaults: a window of one
 * minute, {@link OperatorOptions#defaults()}. Immutable; may be used by any thread.
 *
 * @param pending what an expectation does while another one of the key is pending
 * @param window how long it may take, 1 ms or longer; at exactly that time is still in time
 * @param options what can be chosen for every operator
 */
public record AbsenceSpec(Pending pending, Duration window, OperatorOptions options) {
  /** How many expectations of a key are pending at most, under {@link Pending#EACH}. */
  public static final int MOST_PENDING = 16;

  /** What an expectation does while another one of the key is pending. */
  public enum Pending {
    /** Nothing: the first one counts. */
    FIRST,
    /** It takes the place of the other, so the time begins anew. */
    RESTART,
    /** It is pending too; beyond {@link #MOST_PENDING} it is ignored and counted. */
    EACH
  }

  public AbsenceSpec {
    requireNonNull(pending, "pending");
    requireNonNull(options, "options");
    Checks.window("window", window);
  }

  private static AbsenceSpec of(Pending pending) {
    return new AbsenceSpec(pending, Duration.ofMinutes(1), OperatorOptions.defaults());
  }

  /** The first expectation counts. */
  public static AbsenceSpec first() {
    return of(Pending.FIRST);
  }

  /** The last expectation counts. */
  public static AbsenceSpec restart() {
    return of(Pending.RESTART);
  }

  /** Each expectation counts. */
  public static AbsenceSpec each() {
    return of(Pending.EACH);
  }

  /** The same with a window of that length, 1 ms or longer. */
  public AbsenceSpec within(Duration window) {
    return new AbsenceSpec(pending, window, options);
  }

  /** The same with another way to fire again. */
  public AbsenceSpec rearm(Rearm rearm) {
    return options(options.rearm(rearm));
  }

  /** The same with another bound on the number of keys. */
  public AbsenceSpec maxKeys(int maxKeys) {
    return options(options.maxKeys(maxKeys));
  }

  /** The same, remembering records or not. */
  public AbsenceSpec evidence(Evidence evidence) {
    return options(options.evidence(evidence));
  }

  /** The same with other options. */
  public AbsenceSpec options(OperatorOptions options) {
    return new AbsenceSpec(pending, window, options);
  }
}
