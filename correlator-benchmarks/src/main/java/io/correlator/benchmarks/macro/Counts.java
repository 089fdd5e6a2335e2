package io.correlator.benchmarks.macro;

/**
 * What is in a log, or what a run has found in it.
 *
 * @param records lines
 * @param failed logins that failed
 * @param succeeded logins that succeeded
 * @param exceeded addresses that failed too often for the module {@code sshd}
 * @param alarms addresses that failed too often for {@link FailureAlarm}
 */
record Counts(long records, long failed, long succeeded, long exceeded, long alarms) {
  /** All events that the module {@code sshd} emits for these, its final statistics included. */
  long sshdEvents() {
    return failed + succeeded + exceeded + 1;
  }
}
