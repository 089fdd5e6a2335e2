package io.correlator.core.runtime;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.DeliverySettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The events that one listener has yet to deliver: those that wait, and those that it has accepted
 * and not flushed. Together they are never more than the settings allow.
 *
 * <p>The pipeline's thread puts events in, the listener's thread asks what to do {@link #next}, and
 * whoever closes the engine takes out what is left. All is under one lock, so every event is at
 * every moment in exactly one place.
 */
final class Outbox {
  /** A listener that always has work is flushed after this many events. */
  private static final int LONGEST_BATCH = 4_096;

  private final DeliverySettings settings;
  private final LongSupplier ticker;
  private final int batch;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final Deque<Parcel> waiting = new ArrayDeque<>();
  private final Deque<Parcel> unconfirmed = new ArrayDeque<>();
  private final Deque<Marker> markers = new ArrayDeque<>();
  private final long[] counts = new long[Fate.values().length];

  /** How many were ever put in. */
  private long put;

  /** How many of them do not wait any more. */
  private long left;

  /** All counts but that of the accepted; written under the lock, read without. */
  private final AtomicLong lost = new AtomicLong();

  /** After a failed flush: how many events are offered one by one. */
  private int oneByOne;

  private boolean paused;
  private long pausedUntil;
  private boolean ended;
  private boolean givenUp;

  /**
   * An empty one.
   *
   * @param ticker counts nanoseconds from anywhere, and never back
   */
  Outbox(DeliverySettings settings, LongSupplier ticker) {
    this.settings = settings;
    this.ticker = ticker;
    this.batch = Math.max(1, Math.min(LONGEST_BATCH, settings.capacity() / 2));
  }

  /** How the way of an event ends. */
  enum Fate {
    ACCEPTED,
    FAILED,
    DEAD_LETTERED,
    OVERFLOW,
    CLOSED
  }

  /** What the listener's thread has to do. */
  enum Task {
    /** Offer {@link #current()}. */
    OFFER,
    /** Flush what was accepted. */
    FLUSH,
    /** Tell where the listener stands. */
    ANSWER,
    /** Nothing any more. */
    END
  }

  /** A place between events at which someone wants to know where the listener stands. */
  record Marker(long place, CompletableFuture<ListenerCursor> answer) {}

  // The pipeline's thread.

  /**
   * Puts events in, as the settings say; waits for room, whatever happens, if they say so.
   *
   * @return those that came too late, because the listener was given up
   */
  List<EmittedEvent> put(List<EmittedEvent> events) {
    lock.lock();
    try {
      for (int i = 0; i < events.size(); i++) {
        if (!hasRoom()) {
          if (givenUp) {
            return List.copyOf(events.subList(i, events.size()));
          }
          lose(Fate.OVERFLOW);
          continue;
        }
        waiting.add(new Parcel(events.get(i)));
        put++;
      }
      work.signal();
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Whether one more may come in; makes room for it if that is what the settings say. */
  private boolean hasRoom() {
    while (!givenUp && isFull()) {
      switch (settings.overflow()) {
        case BLOCK -> {
          work.signal();
          room.awaitUninterruptibly();
        }
        case DROP_OLDEST -> {
          if (waiting.poll() == null) {
            return false;
          }
          left++;
          lose(Fate.OVERFLOW);
        }
        case DROP_NEWEST -> {
          return false;
        }
      }
    }
    return !givenUp;
  }

  private boolean isFull() {
    return waiting.size() + unconfirmed.size() >= settings.capacity();
  }

  /** Asks where the listener stands when it has had what is in here now. */
  CompletableFuture<ListenerCursor> mark() {
    CompletableFuture<ListenerCursor> answer = new CompletableFuture<>();
    lock.lock();
    try {
      if (ended || givenUp) {
        answer.completeExceptionally(new IllegalStateException("the listener has ended"));
      } else {
        markers.add(new Marker(put, answer));
        work.signal();
      }
    } finally {
      lock.unlock();
    }
    return answer;
  }

  /** Nothing follows. */
  void end() {
    change(() -> ended = true);
  }

  // Any thread.

  /** Ends the wait before the next attempt, if there is one. */
  void hurry() {
    change(() -> paused = false);
  }

  /** The listener's thread stops as soon as it can, and the pipeline's never waits again. */
  void giveUp() {
    change(() -> givenUp = true);
  }

  /** Looks at the time again. */
  void wake() {
    change(() -> {});
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      work.signal();
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out everything, in order, and nothing comes in any more. */
  List<Parcel> drain() {
    List<Parcel> rest = new ArrayList<>();
    List<Marker> unanswered = new ArrayList<>();
    lock.lock();
    try {
      givenUp = true;
      rest.addAll(unconfirmed);
      rest.addAll(waiting);
      unconfirmed.clear();
      waiting.clear();
      unanswered.addAll(markers);
      markers.clear();
      work.signal();
      room.signal();
    } finally {
      lock.unlock();
    }
    for (Marker marker : unanswered) {
      marker.answer().completeExceptionally(new IllegalStateException("the listener has ended"));
    }
    return rest;
  }

  /** Takes note of the end of an event that is in here no more and was not delivered. */
  void count(Fate fate) {
    lock.lock();
    try {
      lose(fate);
    } finally {
      lock.unlock();
    }
  }

  private void lose(Fate fate) {
    counts[fate.ordinal()]++;
    lost.incrementAndGet();
  }

  /** How many events ended without being delivered; costs no lock. */
  long lost() {
    return lost.get();
  }

  /** How many events have ended each way, by ordinal. */
  long[] counts() {
    lock.lock();
    try {
      return counts.clone();
    } finally {
      lock.unlock();
    }
  }

  /** How many nanoseconds it is to the next attempt; 0 if none is waited for. */
  long pauseLeft() {
    lock.lock();
    try {
      return paused ? Math.max(1, pausedUntil - ticker.getAsLong()) : 0;
    } finally {
      lock.unlock();
    }
  }

  // The listener's thread.

  private @Nullable Parcel current;

  /** Waits until there is something to do. */
  Task next() {
    lock.lock();
    try {
      while (true) {
        if (givenUp) {
          return Task.END;
        }
        endPause();
        Marker marker = markers.peek();
        if (marker != null && (paused || marker.place() <= left)) {
          return Task.ANSWER;
        }
        if (paused) {
          awaitWork(pausedUntil - ticker.getAsLong());
        } else if (!waiting.isEmpty() && unconfirmed.size() < (oneByOne > 0 ? 1 : batch)) {
          Parcel next = waiting.remove();
          left++;
          unconfirmed.add(next);
          current = next;
          return Task.OFFER;
        } else if (!unconfirmed.isEmpty()) {
          return Task.FLUSH;
        } else if (ended) {
          return Task.END;
        } else {
          awaitWork(Long.MAX_VALUE);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void endPause() {
    if (paused && ticker.getAsLong() - pausedUntil >= 0) {
      paused = false;
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the loop is in next(), which looks at everything again
  private void awaitWork(long nanos) {
    try {
      boolean unused = work.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Interrupted to get out of a call that blocks; the next one may fare better.
    }
  }

  /** What is to be offered. */
  Parcel current() {
    return java.util.Objects.requireNonNull(current, "next() comes first");
  }

  /** How many are in here. */
  int pending() {
    lock.lock();
    try {
      return waiting.size() + unconfirmed.size();
    } finally {
      lock.unlock();
    }
  }

  /** What was accepted since the last flush, in order. */
  List<Parcel> unconfirmed() {
    lock.lock();
    try {
      return List.copyOf(unconfirmed);
    } finally {
      lock.unlock();
    }
  }

  /** A flush has returned. */
  void confirm() {
    lock.lock();
    try {
      counts[Fate.ACCEPTED.ordinal()] += unconfirmed.size();
      oneByOne = Math.max(0, oneByOne - unconfirmed.size());
      unconfirmed.clear();
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  /** This one was not accepted, and is offered again. */
  void putBack(Parcel parcel) {
    lock.lock();
    try {
      if (unconfirmed.removeLastOccurrence(parcel)) {
        waiting.addFirst(parcel);
        left--;
      }
    } finally {
      lock.unlock();
    }
  }

  /** All that was accepted since the last flush is offered again, one by one. */
  void putBackAll() {
    lock.lock();
    try {
      oneByOne = Math.max(oneByOne, unconfirmed.size());
      left -= unconfirmed.size();
      while (!unconfirmed.isEmpty()) {
        waiting.addFirst(unconfirmed.removeLast());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The way of this one ends here. */
  void settle(Parcel parcel, Fate fate) {
    lock.lock();
    try {
      // Unless the engine was closed meanwhile, and somebody else has settled it.
      if (unconfirmed.removeLastOccurrence(parcel)) {
        lose(fate);
        oneByOne = Math.max(0, oneByOne - 1);
        room.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Offers nothing for a while. */
  void pause(long nanos) {
    lock.lock();
    try {
      paused = true;
      pausedUntil = ticker.getAsLong() + nanos;
    } finally {
      lock.unlock();
    }
  }

  /** The question to answer. */
  @Nullable Marker takeMarker() {
    lock.lock();
    try {
      return markers.poll();
    } finally {
      lock.unlock();
    }
  }

  /** What waits in front of a marker, in order. */
  List<EmittedEvent> inFrontOf(Marker marker) {
    lock.lock();
    try {
      return waiting.stream().limit(Math.max(0, marker.place() - left)).map(Parcel::event).toList();
    } finally {
      lock.unlock();
    }
  }
}
