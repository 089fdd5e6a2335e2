package io.correlator.core.delivery;

import static java.util.Objects.requireNonNull;

import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.Listener;

/**
 * A listener and how events reach it.
 *
 * @param listener the listener
 * @param delivery what counts, whatever the listener itself declares
 */
public record Subscription(Listener listener, DeliverySettings delivery) {
  public Subscription {
    requireNonNull(listener, "listener");
    requireNonNull(delivery, "delivery");
  }

  /** A listener served as it declares. */
  public static Subscription of(Listener listener) {
    return new Subscription(listener, listener.delivery());
  }
}
