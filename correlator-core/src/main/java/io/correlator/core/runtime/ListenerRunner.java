package io.correlator.core.runtime;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.ListenerStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs one listener in one thread, behind a bounded queue. Events are handed over in chunks, so
 * there is no lock per event.
 */
final class ListenerRunner implements Runnable {
  private static final int CHUNK = 256;
  private static final int CHUNKS = 32;
  private static final List<EmittedEvent> END = List.of();

  private final Listener listener;
  private final Interest interest;
  private final FailureHandler failures;
  private final BlockingQueue<List<EmittedEvent>> queue = new ArrayBlockingQueue<>(CHUNKS);
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private List<EmittedEvent> chunk = new ArrayList<>();

  ListenerRunner(Listener listener, FailureHandler failures) {
    this.listener = listener;
    this.interest = listener.interest();
    this.failures = failures;
  }

  String name() {
    return listener.name();
  }

  /** Completes when the listener is open, or exceptionally if it cannot be opened. */
  CompletableFuture<Void> opened() {
    return opened;
  }

  /** Takes an event if the listener wants it. For the pipeline's thread. */
  void offer(EmittedEvent event) {
    if (interest.matches(event)) {
      chunk.add(event);
      offered.lazySet(offered.getPlain() + 1);
      if (chunk.size() >= CHUNK) {
        handOver();
      }
    }
  }

  /** Lets the listener have what was offered so far. For the pipeline's thread. */
  void handOver() {
    if (!chunk.isEmpty()) {
      put(chunk);
      chunk = new ArrayList<>();
    }
  }

  /** No event follows. For the pipeline's thread. */
  void end() {
    handOver();
    put(END);
  }

  private void put(List<EmittedEvent> events) {
    boolean interrupted = false;
    while (true) {
      try {
        queue.put(events);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    if (open()) {
      takeEvents();
    }
    attempt(listener::close);
  }

  private boolean open() {
    try {
      listener.open();
      opened.complete(null);
      return true;
    } catch (Throwable e) {
      opened.completeExceptionally(e);
      return false;
    }
  }

  private void takeEvents() {
    List<EmittedEvent> events = next();
    while (events != END) {
      for (EmittedEvent event : events) {
        boolean good = attempt(() -> listener.accept(event));
        AtomicLong count = good ? accepted : failed;
        count.lazySet(count.getPlain() + 1);
      }
      if (queue.isEmpty()) {
        attempt(listener::flush);
      }
      events = next();
    }
  }

  private List<EmittedEvent> next() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        // Interrupted to get out of a call that blocks; the next event may fare better.
      }
    }
  }

  /** Something that calls into the listener. */
  @FunctionalInterface
  private interface Call {
    void run() throws Exception;
  }

  private boolean attempt(Call call) {
    try {
      call.run();
      return true;
    } catch (Throwable e) {
      long count = errors.incrementAndGet();
      failures.onFailure(new Failure(Failure.Kind.LISTENER, listener.name(), count, e));
      return false;
    }
  }

  ListenerStatistics statistics() {
    long done = accepted.get();
    long refused = failed.get();
    long waiting = Math.max(0, offered.get() - done - refused);
    return new ListenerStatistics(
        listener.name(),
        ListenerStatistics.State.UP,
        offered.get(),
        done,
        refused,
        0,
        Map.of(),
        waiting,
        errors.get());
  }
}
