package io.correlator.core.runtime;

import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Guarantee;
import io.correlator.api.listener.Listener;
import io.correlator.api.listener.RejectedException;
import io.correlator.api.listener.RetryException;
import io.correlator.core.delivery.DeadLetter.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the events of an outbox to a listener: offers, flushes, tries again, gives up. For the
 * listener's thread.
 */
final class Courier {
  private static final Duration LONGEST_REQUEST = Duration.ofDays(1);

  private final Listener listener;
  private final DeliverySettings settings;
  private final Outbox outbox;
  private final Undeliverable undeliverable;
  private final Backoff backoff;
  private final LongSupplier ticker;
  private final Calls calls;

  Courier(
      Listener listener,
      Outbox outbox,
      Undeliverable undeliverable,
      Backoff backoff,
      LongSupplier ticker,
      Calls calls) {
    this.listener = listener;
    this.settings = backoff.settings();
    this.outbox = outbox;
    this.undeliverable = undeliverable;
    this.backoff = backoff;
    this.ticker = ticker;
    this.calls = calls;
  }

  /** Delivers until nothing follows, or the listener is given up. */
  void deliver() {
    while (step()) {}
    flush();
    outbox.drain().forEach(this::giveUp);
  }

  private void giveUp(Parcel parcel) {
    outbox.count(undeliverable.keep(parcel, Reason.CLOSED, ""));
  }

  /** Does the next thing; tells whether another one follows. */
  boolean step() {
    switch (outbox.next()) {
      case OFFER -> offer(outbox.current());
      case FLUSH -> flush();
      case ANSWER -> answer();
      case END -> {
        return false;
      }
    }
    return true;
  }

  private void offer(Parcel parcel) {
    Throwable problem = calls.attempt(() -> listener.accept(parcel.event()));
    if (problem == null) {
      return;
    }
    parcel.failed(ticker.getAsLong());
    if (isFinal(parcel, problem)) {
      settle(parcel, problem);
    } else {
      outbox.putBack(parcel);
      // What was accepted before is not to wait for this one.
      flush();
      pause(parcel, problem);
    }
  }

  private void flush() {
    List<Parcel> batch = outbox.unconfirmed();
    if (batch.isEmpty()) {
      return;
    }
    Throwable problem = calls.attempt(listener::flush);
    if (problem == null) {
      outbox.confirm();
      return;
    }
    long now = ticker.getAsLong();
    batch.forEach(parcel -> parcel.failed(now));
    if (batch.size() > 1 && isWorthAnotherTry(problem)) {
      outbox.putBackAll();
      pause(batch.get(0), problem);
    } else {
      flushFailed(batch, problem);
    }
  }

  /** A batch whose flush was rejected may hold just one bad event: then the others get through. */
  private boolean isWorthAnotherTry(Throwable problem) {
    return settings.guarantee() == Guarantee.AT_LEAST_ONCE || problem instanceof RetryException;
  }

  private void flushFailed(List<Parcel> batch, Throwable problem) {
    for (Parcel parcel : batch) {
      if (isFinal(parcel, problem)) {
        settle(parcel, problem);
      } else {
        outbox.putBackAll();
        pause(parcel, problem);
      }
    }
  }

  private boolean isFinal(Parcel parcel, Throwable problem) {
    return reason(parcel, problem) != null;
  }

  /** Why an event that has failed is given up; null if it is offered again. */
  private @Nullable Reason reason(Parcel parcel, Throwable problem) {
    if (problem instanceof RejectedException) {
      return Reason.REJECTED;
    }
    if (!isWorthAnotherTry(problem)) {
      return Reason.FAILED;
    }
    boolean exhausted =
        parcel.failures() >= settings.attempts()
            || parcel.inTroubleFor(ticker.getAsLong()) >= settings.patience().toNanos();
    return exhausted ? Reason.EXHAUSTED : null;
  }

  private void settle(Parcel parcel, Throwable problem) {
    Reason reason = reason(parcel, problem);
    Reason known = reason == null ? Reason.FAILED : reason;
    outbox.settle(parcel, undeliverable.keep(parcel, known, problem.toString()));
  }

  private void pause(Parcel parcel, Throwable problem) {
    long wait = backoff.nanosAfter(parcel.failures());
    if (problem instanceof RetryException retry) {
      wait = Math.max(wait, retry.after().map(Courier::atMostADay).orElse(0L));
    }
    outbox.pause(wait);
  }

  private static long atMostADay(Duration asked) {
    return asked.compareTo(LONGEST_REQUEST) > 0 ? LONGEST_REQUEST.toNanos() : asked.toNanos();
  }

  private void answer() {
    Outbox.Marker marker = outbox.takeMarker();
    if (marker == null) {
      return; // the engine was closed meanwhile
    }
    flush();
    try {
      Optional<String> position = calls.value(listener::position);
      marker
          .answer()
          .complete(new ListenerCursor(listener.name(), position, outbox.inFrontOf(marker)));
    } catch (Throwable e) {
      marker.answer().completeExceptionally(e);
    }
  }
}
