package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.OperatorOptions.Evidence;
import java.time.Duration;

/**
 * When an {@link Alarm} is raised and when it is cleared: two thresholds, so that a count that
 * wavers around one of them does not raise it again and again.
 *
 * <p>Start with {@link #raisedAt} and go on with {@link #clearedAt}. Defaults: cleared when the
 * window that raised it is empty, {@link OperatorOptions#defaults()}. Of the {@link Rearm}, only
 * the quota matters. Immutable; may be used by any thread.
 *
 * @param raiseAt how many events raise it, 1 to 65,535
 * @param raiseWindow within which time, 1 ms or longer
 * @param clearAt at how many events, or fewer, it is cleared; less than {@code raiseAt}
 * @param clearWindow within which time, 1 ms or longer
 * @param options what can be chosen for every operator
 */
public record AlarmSpec(
    int raiseAt, Duration raiseWindow, int clearAt, Duration clearWindow, OperatorOptions options) {

  public AlarmSpec {
    requireNonNull(options, "options");
    Checks.range("raiseAt", raiseAt, 1, Checks.MOST_COUNTED);
    Checks.range("clearAt", clearAt, 0, raiseAt - 1L);
    Checks.window("raiseWindow", raiseWindow);
    Checks.window("clearWindow", clearWindow);
  }

  /** Raised at {@code count} events within {@code window}. */
  public static AlarmSpec raisedAt(int count, Duration window) {
    return new AlarmSpec(count, window, 0, window, OperatorOptions.defaults());
  }

  /** The same, cleared at {@code count} events, or fewer, within {@code window}. */
  public AlarmSpec clearedAt(int count, Duration window) {
    return new AlarmSpec(raiseAt, raiseWindow, count, window, options);
  }

  /** The same with another way to fire again. */
  public AlarmSpec rearm(Rearm rearm) {
    return options(options.rearm(rearm));
  }

  /** The same with another bound on the number of keys. */
  public AlarmSpec maxKeys(int maxKeys) {
    return options(options.maxKeys(maxKeys));
  }

  /** The same, remembering records or not. */
  public AlarmSpec evidence(Evidence evidence) {
    return options(options.evidence(evidence));
  }

  /** The same with other options. */
  public AlarmSpec options(OperatorOptions options) {
    return new AlarmSpec(raiseAt, raiseWindow, clearAt, clearWindow, options);
  }
}
