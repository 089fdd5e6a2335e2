package io.correlator.cli;

import io.correlator.core.Correlator;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes Ctrl-C, SIGTERM and SIGHUP an orderly end: the engine is closed, and the command gets the
 * time to print its statistics. The second signal ends the process at once, and so does the limit.
 *
 * <p>A shutdown hook cannot do that: while hooks run, the JVM ignores further signals, and its exit
 * code is settled.
 */
final class Shutdown {
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  /** What a shell shows for a process that was ended by a signal, less its number. */
  private static final int ENDED_BY_SIGNAL = 128;

  private final Correlator correlator;
  private final Duration limit;

  /** The number of the first signal; 0 as long as there was none. */
  private final AtomicInteger first = new AtomicInteger();

  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final List<Runnable> restorations;

  private Shutdown(Correlator correlator, Duration limit) {
    this.correlator = correlator;
    this.limit = limit;
    this.restorations =
        SIGNALS.stream().flatMap(name -> Signals.handle(name, this::receive).stream()).toList();
  }

  /**
   * Listens to signals from now on.
   *
   * @param limit how long after the first one the process lives at most
   */
  static Shutdown closing(Correlator correlator, Duration limit) {
    return new Shutdown(correlator, limit);
  }

  /** The engine runs, so it can be closed. */
  void started() {
    started.countDown();
  }

  /** All is printed, and the process ends by itself; signals do what they did before. */
  void done() {
    restorations.forEach(Runnable::run);
    done.countDown();
  }

  /** The exit code that tells of the signal which ended the run; empty if none did. */
  OptionalInt exitCode() {
    int signal = first.get();
    return signal == 0 ? OptionalInt.empty() : OptionalInt.of(ENDED_BY_SIGNAL + signal);
  }

  /** In a thread of its own for each signal. */
  private void receive(int signal) {
    if (!first.compareAndSet(0, signal)) {
      Runtime.getRuntime().halt(ENDED_BY_SIGNAL + signal);
    }
    Thread closing = new Thread(this::close, "correlator-shutdown");
    closing.setDaemon(true);
    closing.start();
    if (!awaits(done)) {
      Runtime.getRuntime().halt(ENDED_BY_SIGNAL + signal);
    }
  }

  private void close() {
    if (awaits(started)) {
      correlator.close();
    }
  }

  private boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
