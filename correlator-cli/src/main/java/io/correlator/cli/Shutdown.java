package io.correlator.cli;

import io.correlator.core.Correlator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes Ctrl-C an orderly end: the engine is closed, and the command gets the time to print its
 * statistics before the JVM goes.
 */
final class Shutdown {
  private static final long SECONDS_TO_PRINT = 5;

  private final CountDownLatch done = new CountDownLatch(1);

  private Shutdown() {}

  static Shutdown closing(Correlator correlator) {
    Shutdown shutdown = new Shutdown();
    Thread hook =
        new Thread(
            () -> {
              correlator.close();
              shutdown.awaitDone();
            },
            "correlator-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    return shutdown;
  }

  private void awaitDone() {
    try {
      boolean unused = done.await(SECONDS_TO_PRINT, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is printed: the JVM may go. */
  void done() {
    done.countDown();
  }
}
