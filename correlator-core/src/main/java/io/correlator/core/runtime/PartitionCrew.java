package io.correlator.core.runtime;

import io.correlator.core.pipeline.Crew;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of partitions: the pipeline's own thread and some beside it. Tasks come in rounds of
 * a dozen or two, each of them some dozens of records long. Each hand begins with tasks of its own,
 * the same in each round, because what they are about is in the caches of its processor. Whoever is
 * through with these takes what is left of the others, so a round ends early although some tasks
 * are longer than others. A round costs two hand-overs, and a record none.
 *
 * <p>Whoever has nothing to do looks out for the next round for a moment, since the rounds of a
 * batch follow each other closely, and then sleeps.
 */
final class PartitionCrew implements Crew, AutoCloseable {
  /** How often a thread looks before it sleeps: some ten microseconds. */
  private static final int LOOKS = 1_000;

  /** So many tasks are given out one by one; with more, one stands for several. */
  private static final int MOST_AT_ONCE = Integer.SIZE;

  private final int size;
  private final LongSupplier nanoTime;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Thread> started = new ArrayList<>();

  // The number of the round, and a bit for each of its tasks that nobody has taken yet. Whoever
  // takes one keeps the round open, so that what it is about does not change under their hands.
  private final AtomicLong open = new AtomicLong();
  private final AtomicInteger unfinished = new AtomicInteger();
  private IntConsumer task = number -> {};
  private int tasks;
  private @Nullable Thread owner;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /** A crew of {@code size}, with that many threads less one. */
  PartitionCrew(int size, LongSupplier nanoTime) {
    this.size = size;
    this.nanoTime = nanoTime;
  }

  /** Starts the threads. */
  List<Thread> start(ThreadFactory threads) {
    for (int i = 1; i < size; i++) {
      Worker worker = new Worker(i);
      workers.add(worker);
      Thread thread = threads.newThread(worker);
      thread.setName("correlator-partition-" + i);
      started.add(thread);
    }
    started.forEach(Thread::start);
    return started;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  @Override
  public void each(int newTasks, IntConsumer newTask) {
    if (newTasks == 0) {
      return;
    }
    task = newTask;
    tasks = newTasks;
    owner = Thread.currentThread();
    failure = null;
    int atOnce = Math.min(newTasks, MOST_AT_ONCE);
    unfinished.set(atOnce);
    open.set(((open.get() >>> Integer.SIZE) + 1) << Integer.SIZE | (1L << atOnce) - 1);
    workers.forEach(Worker::wake);
    while (doOne(0)) {
      // Until others have taken the last.
    }
    awaitOthers();
    throwFailure();
  }

  /** Takes a task and does it; false if there is none. */
  private boolean doOne(int hand) {
    long before = open.get();
    while ((int) before != 0) {
      int number = choose((int) before, hand);
      if (open.compareAndSet(before, before & ~(1L << number))) {
        doTask(number);
        return true;
      }
      before = open.get();
    }
    return false;
  }

  /** The next of the hand's own tasks, or else the last of what is left. */
  private int choose(int left, int hand) {
    int atOnce = Math.min(tasks, MOST_AT_ONCE);
    int begin = hand * atOnce / size;
    int end = (hand + 1) * atOnce / size;
    int next = begin + Integer.numberOfTrailingZeros(left >>> begin);
    return next < end ? next : MOST_AT_ONCE - 1 - Integer.numberOfLeadingZeros(left);
  }

  private void doTask(int first) {
    int count = tasks;
    for (int number = first; number < count; number += MOST_AT_ONCE) {
      try {
        task.accept(number);
      } catch (Throwable e) {
        failure = e;
      }
    }
    Thread whoWaits = owner;
    if (unfinished.decrementAndGet() == 0) {
      LockSupport.unpark(whoWaits);
    }
  }

  private void awaitOthers() {
    boolean interrupted = false;
    int looks = 0;
    while (unfinished.get() > 0) {
      if (++looks < LOOKS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        // Interrupted, it would not sleep any more; the others are told by whoever interrupts.
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void throwFailure() {
    Throwable thrown = failure;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** The threads end; returns when they have. */
  @Override
  public void close() {
    closed = true;
    workers.forEach(Worker::wake);
    boolean interrupted = false;
    for (Thread thread : started) {
      interrupted |= awaitEnd(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** They do nothing any more, so this takes no time; tells whether it was interrupted. */
  private static boolean awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  private final class Worker implements Runnable {
    private final int hand;
    private volatile @Nullable Thread sleeping;

    Worker(int hand) {
      this.hand = hand;
    }

    @Override
    public void run() {
      while (awaitTask()) {
        boolean unused = doOne(hand);
      }
    }

    /** Waits until there is something to do; false if there will not be. */
    private boolean awaitTask() {
      for (int looks = 0; looks < LOOKS; looks++) {
        if (isTask()) {
          return true;
        }
        Thread.onSpinWait();
      }
      sleeping = Thread.currentThread();
      while (!isTask() && !closed) {
        LockSupport.park(PartitionCrew.this);
        // Whoever interrupts wants to get it out of a call that blocks, not out of this one.
        boolean unused = Thread.interrupted();
      }
      sleeping = null;
      return isTask() || !closed;
    }

    private boolean isTask() {
      return (int) open.get() != 0;
    }

    void wake() {
      LockSupport.unpark(sleeping);
    }
  }
}
