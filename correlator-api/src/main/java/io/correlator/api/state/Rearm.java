package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What happens to a key after an operator has fired for it, and when it may fire again.
 *
 * <p>Start with {@link #once()}, {@link #extend()}, {@link #reset()} or {@link #every()}.
 * Immutable; may be used by any thread.
 *
 * @param policy the rule
 * @param suppress how long an alert stays open, for {@link Policy#ONCE} and {@link Policy#EXTEND};
 *     if absent, as long as the operator's window
 * @param maxOpen how long an alert may stay open at most, for {@link Policy#EXTEND} and for alerts
 *     that last until something happens (alarm, heartbeat)
 * @param quota how often the operator may fire over all keys; if absent, without limit
 */
public record Rearm(
    Policy policy, Optional<Duration> suppress, Duration maxOpen, Optional<Quota> quota) {
  /** How long an alert may stay open unless told otherwise. */
  public static final Duration DEFAULT_MAX_OPEN = Duration.ofHours(24);

  /** When a key may fire again. */
  public enum Policy {
    /** An alert opens; while it is open, the key's events only update it; then all begins anew. */
    ONCE,
    /** As {@link #ONCE}, and the alert stays open while events keep coming. */
    EXTEND,
    /** What led to the firing is used up; the next event begins anew. No alert stays open. */
    RESET,
    /** Each event for which the condition holds fires. Nothing is used up. */
    EVERY
  }

  public Rearm {
    requireNonNull(policy, "policy");
    requireNonNull(quota, "quota");
    if (suppress.isPresent() && suppress.get().isNegative()) {
      throw new IllegalArgumentException("suppress: must not be negative, was " + suppress.get());
    }
    if (maxOpen.toMillis() < 1) {
      throw new IllegalArgumentException("maxOpen: must be 1 ms or longer, was " + maxOpen);
    }
  }

  private static Rearm of(Policy policy) {
    return new Rearm(policy, Optional.empty(), DEFAULT_MAX_OPEN, Optional.empty());
  }

  /** One alert per window: the default of all operators. */
  public static Rearm once() {
    return of(Policy.ONCE);
  }

  /** One alert per stretch of events without a pause, but a new one each day. */
  public static Rearm extend() {
    return of(Policy.EXTEND);
  }

  /** One alert per full set of events. */
  public static Rearm reset() {
    return of(Policy.RESET);
  }

  /** One alert per event for which the condition holds. */
  public static Rearm every() {
    return of(Policy.EVERY);
  }

  /**
   * The same with alerts open for {@code suppress} after they fired, or, if extended, after the
   * last event. An event at exactly that time is still suppressed.
   */
  public Rearm suppress(Duration suppress) {
    return new Rearm(policy, Optional.of(suppress), maxOpen, quota);
  }

  /** The same with alerts open for {@code maxOpen} at most. */
  public Rearm maxOpen(Duration maxOpen) {
    return new Rearm(policy, suppress, maxOpen, quota);
  }

  /** The same with no more than so many firings, over all keys, in a window of that length. */
  public Rearm quota(int firings, Duration window) {
    return new Rearm(policy, suppress, maxOpen, Optional.of(new Quota(firings, window)));
  }
}
