package io.correlator.sources;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of an {@link HttpSource}. The JDK's server reads and writes in ways that wait, so
 * requests cannot be answered by the few workers that all sources share.
 */
final class HttpThreads implements AutoCloseable {
  /** How many requests are answered at once. */
  static final int HANDLERS = 16;

  /** How many more may wait for that; the connections of others are closed. */
  private static final int WAITING = 256;

  /** Answer requests. */
  final ExecutorService handlers;

  /** Ends what takes too long. */
  final ScheduledExecutorService watch;

  /** Named after the source. */
  HttpThreads(String source) {
    handlers =
        new ThreadPoolExecutor(
            HANDLERS,
            HANDLERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            named("correlator-request-" + source));
    watch = Executors.newSingleThreadScheduledExecutor(named("correlator-watch-" + source));
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    handlers.shutdownNow();
    watch.shutdownNow();
  }
}
