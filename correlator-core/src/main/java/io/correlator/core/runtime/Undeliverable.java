package io.correlator.core.runtime;

import io.correlator.core.delivery.DeadLetter;
import io.correlator.core.delivery.DeadLetters;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What becomes of events that a listener never took: they are kept as dead letters, if there is a
 * place for them and it works. For any thread.
 *
 * @param listener its name
 * @param letters where they are kept
 * @param clock for the time at which they were given up
 * @param problems told if they cannot be kept although they should
 */
record Undeliverable(
    String listener, DeadLetters letters, InstantSource clock, Consumer<Throwable> problems) {

  /** Keeps an event, and tells what that came to. */
  Outbox.Fate keep(Parcel parcel, DeadLetter.Reason reason, String error) {
    return isKept(parcel, reason, error)
        ? Outbox.Fate.DEAD_LETTERED
        : reason == DeadLetter.Reason.CLOSED ? Outbox.Fate.CLOSED : Outbox.Fate.FAILED;
  }

  private boolean isKept(Parcel parcel, DeadLetter.Reason reason, String error) {
    try {
      return letters.keep(
          new DeadLetter(
              listener, reason, parcel.failures(), error, clock.instant(), parcel.event()));
    } catch (Exception | StackOverflowError e) {
      problems.accept(e);
      return false;
    }
  }
}
