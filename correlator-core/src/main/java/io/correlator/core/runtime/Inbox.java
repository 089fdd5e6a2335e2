package io.correlator.core.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the pipeline: one bounded queue for each source, so that a source that is ahead
 * can be made to wait while one that is behind catches up, and one for everybody else.
 */
final class Inbox {
  private static final int DELIVERIES_PER_SOURCE = 16;
  private static final int OTHER_DELIVERIES = 64;

  private final List<BlockingQueue<Delivery>> queues = new ArrayList<>();
  private final BlockingQueue<Delivery> others = new ArrayBlockingQueue<>(OTHER_DELIVERIES);
  private final Semaphore bell = new Semaphore(0);
  private int turn;

  Inbox(int sources) {
    for (int i = 0; i < sources; i++) {
      queues.add(new ArrayBlockingQueue<>(DELIVERIES_PER_SOURCE));
    }
  }

  /** Puts a delivery of a source; waits for room, whatever happens. */
  void put(int source, Delivery delivery) {
    boolean interrupted = false;
    while (true) {
      try {
        queues.get(source).put(delivery);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    bell.release();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Puts a delivery of somebody who must not wait; drops it if there is no room. */
  void offer(Delivery delivery) {
    if (others.offer(delivery)) {
      bell.release();
    }
  }

  /**
   * Takes the next delivery, from one source after another.
   *
   * @param welcome which sources are listened to at the moment
   * @param patience how long to wait; empty if nothing came
   */
  Optional<Delivery> take(IntPredicate welcome, Duration patience) {
    @Nullable Delivery found = poll(welcome);
    if (found == null && rings(patience)) {
      bell.drainPermits();
      found = poll(welcome);
    }
    return Optional.ofNullable(found);
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return others.isEmpty() && queues.stream().allMatch(Collection::isEmpty);
  }

  /** Whether nothing of a source waits. */
  boolean isEmpty(int source) {
    return queues.get(source).isEmpty();
  }

  private boolean rings(Duration patience) {
    try {
      return bell.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Interrupted to get out of a module that blocks; what is queued is still delivered.
      return true;
    }
  }

  private @Nullable Delivery poll(IntPredicate welcome) {
    @Nullable Delivery other = others.poll();
    if (other != null) {
      return other;
    }
    for (int i = 0; i < queues.size(); i++) {
      int source = (turn + i) % queues.size();
      if (welcome.test(source)) {
        @Nullable Delivery delivery = queues.get(source).poll();
        if (delivery != null) {
          turn = source + 1;
          return delivery;
        }
      }
    }
    return null;
  }
}
