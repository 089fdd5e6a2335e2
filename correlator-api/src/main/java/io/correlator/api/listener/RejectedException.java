package io.correlator.api.listener;

import static java.util.Objects.requireNonNull;

/**
 * A listener will never accept this event: it has no place for it, or the other side has refused it
 * for good. The event is not offered again, whatever the {@linkplain DeliverySettings.Guarantee
 * guarantee}.
 */
public final class RejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Refuses an event for a reason that people read. */
  public RejectedException(String reason) {
    super(requireNonNull(reason, "reason"));
  }

  /** As {@link #RejectedException(String)}, with what went wrong. */
  public RejectedException(String reason, Throwable cause) {
    super(requireNonNull(reason, "reason"), cause);
  }
}
