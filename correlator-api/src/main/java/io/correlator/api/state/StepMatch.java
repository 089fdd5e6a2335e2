package io.correlator.api.state;

/**
 * What one event is to a {@link Sequence} or a {@link Coincidence}: some of its steps, something
 * that must not happen, or its end. A module makes the few it needs once, as constants.
 *
 * <p>Start with {@link #step}. Immutable; may be used by any thread.
 *
 * @param steps the steps that the event could be, as bits: step 0 is bit 0
 * @param forbids what it forbids, as bits. In a sequence, bit {@code s} is the gap between step
 *     {@code s} and the next; in a coincidence, any bit forbids
 * @param ends whether it ends a sequence, so that all steps are forgotten; a coincidence has no end
 */
public record StepMatch(long steps, long forbids, Ends ends) {
  /** The number of steps that a coincidence can have; a sequence has fewer. */
  static final int MOST_STEPS = 64;

  /** Whether an event ends a sequence. */
  public enum Ends {
    /** It goes on. */
    NO,
    /** All steps are forgotten, after the event itself was tried. */
    YES
  }

  private static final StepMatch NOTHING = new StepMatch(0, 0, Ends.NO);

  /** An event that is step {@code step}, numbered from 0. */
  public static StepMatch step(int step) {
    return NOTHING.and(step);
  }

  /** An event that must not happen between step {@code step} and the next. */
  public static StepMatch forbiddenAfter(int step) {
    return NOTHING.andForbiddenAfter(step);
  }

  /** An event that forbids a coincidence. */
  public static StepMatch forbidden() {
    return NOTHING.andForbiddenAfter(0);
  }

  /** An event that ends a sequence. */
  public static StepMatch end() {
    return NOTHING.andEnd();
  }

  /** The same, and step {@code step} as well. */
  public StepMatch and(int step) {
    return new StepMatch(steps | bit(step), forbids, ends);
  }

  /** The same, and forbidden between step {@code step} and the next. */
  public StepMatch andForbiddenAfter(int step) {
    return new StepMatch(steps, forbids | bit(step), ends);
  }

  /** The same, and the end of a sequence. */
  public StepMatch andEnd() {
    return new StepMatch(steps, forbids, Ends.YES);
  }

  private static long bit(int step) {
    Checks.range("step", step, 0, MOST_STEPS - 1L);
    return 1L << step;
  }
}
