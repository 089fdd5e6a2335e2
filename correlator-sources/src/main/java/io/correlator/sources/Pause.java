package io.correlator.sources;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a source waits until it is worth while to look again. */
@FunctionalInterface
interface Pause {
  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void await(Duration time) throws InterruptedException;

  /** Waits on the clock of this machine. */
  static Pause real() {
    CountDownLatch never = new CountDownLatch(1);
    return time -> {
      // The time always runs out.
      boolean ignored = never.await(time.toNanos(), TimeUnit.NANOSECONDS);
    };
  }
}
