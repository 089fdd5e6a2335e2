package io.correlator.api.state;

/** What one event did to an operator. */
public enum Outcome {
  /** Nothing to tell: the event was counted, or it was none that the operator waits for. */
  QUIET,
  /** The event completed the condition; the {@link FiringHandler} has been told. */
  FIRED,
  /** An alert is open for the key: the event only lifted its count and moved its last time. */
  SUPPRESSED,
  /** The event completed the condition, but the {@link Quota} of the operator is used up. */
  OVER_QUOTA
}
