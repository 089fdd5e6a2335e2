package io.correlator.core.runtime;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.delivery.DeadLetter;
import io.correlator.core.delivery.DeadLetters;
import io.correlator.core.delivery.Subscription;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ListenerStatistics.Drop;
import io.correlator.core.monitor.ListenerStatistics.State;
import io.correlator.core.pipeline.EngineEvents;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Runs one listener in one thread, behind its {@link Outbox}. Events are handed over in chunks, so
 * the pipeline takes no lock per event.
 */
final class ListenerRunner implements Runnable {
  private static final int CHUNK = 256;

  private final Listener listener;
  private final Interest interest;
  private final Outbox outbox;
  private final Undeliverable undeliverable;
  private final Calls calls;
  private final Courier courier;
  private final Losses losses = new Losses();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final AtomicLong offered = new AtomicLong();
  private volatile boolean open;

  // In the pipeline's thread only, and before it in the one that starts the engine.
  private Optional<String> restorePosition = Optional.empty();
  private List<EmittedEvent> chunk = new ArrayList<>();
  private long lostBefore;

  /**
   * What all runners of an engine share.
   *
   * @param letters where events go that a listener never took
   * @param failures told about everything a listener throws
   * @param clock for the times of dead letters
   * @param ticker counts nanoseconds from anywhere, and never back
   * @param random spreads the waits between attempts; used by one thread at a time or safe for many
   */
  record Surroundings(
      DeadLetters letters,
      FailureHandler failures,
      InstantSource clock,
      LongSupplier ticker,
      RandomGenerator random) {}

  ListenerRunner(Subscription subscription, Surroundings around) {
    this.listener = subscription.listener();
    this.interest = listener.interest();
    DeliverySettings settings = subscription.delivery();
    this.outbox = new Outbox(settings, around.ticker());
    this.calls = new Calls(listener.name(), around.failures(), around.ticker());
    this.undeliverable =
        new Undeliverable(listener.name(), around.letters(), around.clock(), calls::failed);
    this.courier =
        new Courier(
            listener,
            outbox,
            undeliverable,
            new Backoff(settings, around.random()),
            around.ticker(),
            calls);
  }

  String name() {
    return listener.name();
  }

  /** Completes when the listener is open, or exceptionally if it cannot be opened. */
  CompletableFuture<Void> opened() {
    return opened;
  }

  /**
   * Goes on from saved state: the listener's target is put back before it is opened, and it gets
   * first what it did not have then. Before the runner is started.
   */
  void resume(ListenerCursor cursor) {
    restorePosition = cursor.position();
    for (EmittedEvent event : cursor.undelivered()) {
      add(event);
    }
  }

  /** Takes an event if the listener wants it. For the pipeline's thread. */
  void offer(EmittedEvent event) {
    if (interest.matches(event)) {
      add(event);
      if (chunk.size() >= CHUNK) {
        handOver();
      }
    }
  }

  private void add(EmittedEvent event) {
    chunk.add(event);
    offered.lazySet(offered.getPlain() + 1);
  }

  /** Lets the listener have what was offered so far. For the pipeline's thread. */
  void handOver() {
    if (!chunk.isEmpty()) {
      List<EmittedEvent> events = chunk;
      // The next one is about as long: it need not grow again.
      chunk = new ArrayList<>(events.size());
      outbox.put(events).forEach(event -> giveUp(new Parcel(event)));
    }
  }

  /**
   * Asks where the listener stands when it has had what was offered so far. Answered in its thread:
   * after a flush when all of it is delivered, or at once while events are being offered again; it
   * may take as long as the listener does. Completes exceptionally if the listener cannot tell. For
   * the pipeline's thread, which must not wait for the answer, or at most for a while.
   */
  CompletableFuture<ListenerCursor> barrier() {
    handOver();
    return outbox.mark();
  }

  /**
   * Tells what was lost since, at the first, tenth, hundredth... time. For the pipeline's thread.
   */
  void tellLosses(Consumer<Event.Builder> report) {
    long lost = outbox.lost();
    if (lost != lostBefore) {
      lostBefore = lost;
      losses.tell(
          outbox.counts(),
          (fate, count) -> report.accept(EngineEvents.undelivered(listener.name(), fate, count)));
    }
  }

  /** No event follows. For the pipeline's thread. */
  void end() {
    handOver();
    outbox.end();
  }

  /** The next attempt is made now: the engine is being closed. Any thread. */
  void hurry() {
    outbox.hurry();
  }

  /** What is not delivered by now is given up. Any thread; returns at once. */
  void giveUp() {
    outbox.giveUp();
  }

  /** Takes away what a listener that does not return will not get. Any thread. */
  void abandon() {
    outbox.drain().forEach(this::giveUp);
  }

  private void giveUp(Parcel parcel) {
    outbox.count(undeliverable.keep(parcel, DeadLetter.Reason.CLOSED, ""));
  }

  /** Looks at the ticker again. Any thread. */
  void wake() {
    outbox.wake();
  }

  @Override
  public void run() {
    if (open()) {
      open = true;
      courier.deliver();
    }
    calls.attempt(listener::close);
    open = false;
  }

  private boolean open() {
    try {
      if (restorePosition.isPresent()) {
        listener.restore(restorePosition.get());
      }
      listener.open();
      opened.complete(null);
      return true;
    } catch (Throwable e) {
      opened.completeExceptionally(e);
      return false;
    }
  }

  ListenerStatistics statistics() {
    State state = state();
    long[] counts = outbox.counts();
    long total = offered.get();
    long done = 0;
    for (long count : counts) {
      done += count;
    }
    return new ListenerStatistics(
        listener.name(),
        state,
        total,
        counts[Outbox.Fate.ACCEPTED.ordinal()],
        counts[Outbox.Fate.FAILED.ordinal()],
        counts[Outbox.Fate.DEAD_LETTERED.ordinal()],
        dropped(counts),
        total - done,
        calls.errors());
  }

  private static Map<Drop, Long> dropped(long[] counts) {
    Map<Drop, Long> dropped = new EnumMap<>(Drop.class);
    putIfAny(dropped, Drop.OVERFLOW, counts[Outbox.Fate.OVERFLOW.ordinal()]);
    putIfAny(dropped, Drop.CLOSED, counts[Outbox.Fate.CLOSED.ordinal()]);
    return dropped;
  }

  private static void putIfAny(Map<Drop, Long> dropped, Drop reason, long count) {
    if (count > 0) {
      dropped.put(reason, count);
    }
  }

  private State state() {
    if (calls.areStalled()) {
      return State.STALLED;
    }
    if (!open) {
      return State.CLOSED;
    }
    return outbox.pauseLeft() > 0 ? State.RETRYING : State.UP;
  }
}
