package io.correlator.core.delivery;

import java.io.IOException;

/**
 * Where events go that a listener never took. Called by the threads of all listeners, several at a
 * time.
 */
@FunctionalInterface
public interface DeadLetters {
  /**
   * Keeps an event for later.
   *
   * @return whether it is kept; if not, it is lost, and counted as such
   * @throws IOException if it should be kept and cannot be
   */
  boolean keep(DeadLetter letter) throws IOException;

  /** Keeps nothing. */
  static DeadLetters none() {
    return letter -> false;
  }
}
