package io.correlator.core.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that do what would hold up the thread of one source: two, made when there is work,
 * and gone some time after it. Any thread may give them some; the source must give them no more
 * than it can count.
 */
final class SourceWorkers implements Executor, AutoCloseable {
  private static final int COUNT = 2;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor pool;

  SourceWorkers(String source, ThreadFactory threads) {
    this.pool =
        new ThreadPoolExecutor(
            COUNT,
            COUNT,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = threads.newThread(work);
              thread.setName("correlator-source-" + source + "-worker");
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
  }

  /** Does it soon; never, if it was closed. */
  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }

  /** What is being done is interrupted, and what waits is not done. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
