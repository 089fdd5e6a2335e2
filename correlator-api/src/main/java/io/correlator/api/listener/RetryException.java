package io.correlator.api.listener;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A listener cannot deliver at the moment and asks to be offered the same again, whatever its
 * {@linkplain DeliverySettings.Guarantee guarantee}.
 */
public final class RetryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration after;

  /** Asks to try again after the usual wait, which grows with each attempt. */
  public RetryException(String message) {
    super(requireNonNull(message, "message"));
    this.after = null;
  }

  /** As {@link #RetryException(String)}, with what went wrong. */
  public RetryException(String message, Throwable cause) {
    super(requireNonNull(message, "message"), cause);
    this.after = null;
  }

  /**
   * Asks to try again after a wait that the other side has named, such as the {@code Retry-After}
   * of HTTP. The usual wait counts if it is longer; a day is the most.
   *
   * @throws IllegalArgumentException if {@code after} is negative
   */
  public RetryException(Duration after, String message) {
    super(requireNonNull(message, "message"));
    if (after.isNegative()) {
      throw new IllegalArgumentException("after: must not be negative, was " + after);
    }
    this.after = after;
  }

  /** The wait that the other side has named, if it did. */
  public Optional<Duration> after() {
    return Optional.ofNullable(after);
  }
}
