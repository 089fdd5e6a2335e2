package io.correlator.core.runtime;

import io.correlator.api.EmittedEvent;

/** An event on its way to one listener. Changed by the listener's thread only. */
final class Parcel {
  private final EmittedEvent event;
  private int failures;
  private long firstFailure;

  Parcel(EmittedEvent event) {
    this.event = event;
  }

  EmittedEvent event() {
    return event;
  }

  /** How often the listener has failed to deliver it. */
  int failures() {
    return failures;
  }

  /** Takes note of a failure at a time of the ticker. */
  void failed(long nanos) {
    if (failures == 0) {
      firstFailure = nanos;
    }
    failures++;
  }

  /** How long ago it failed for the first time, in nanoseconds. */
  long inTroubleFor(long nanos) {
    return failures == 0 ? 0 : nanos - firstFailure;
  }
}
