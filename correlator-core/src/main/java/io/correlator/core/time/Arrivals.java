package io.correlator.core.time;

/**
 * Times of arrival in one lane, without the steps of the wall clock that told them. Where the clock
 * was set back, arrivals go on from where they were; where it was set forward, they follow, because
 * a machine that wakes up looks the same. They never go back.
 */
final class Arrivals {
  /** More than this is no drift and no waiting in a queue: the clock was set. */
  static final long STEP = 60_000;

  private long latest = Long.MIN_VALUE / 2;
  private long setBack;

  /** The time of an arrival at {@code told}; both in milliseconds since 1970. */
  long steady(long told) {
    if (told + setBack < latest - STEP) {
      setBack = latest - told;
    } else if (setBack > 0 && told + setBack > latest + STEP) {
      setBack = Math.max(0, latest - told);
    }
    latest = Math.max(latest, told + setBack);
    return latest;
  }
}
