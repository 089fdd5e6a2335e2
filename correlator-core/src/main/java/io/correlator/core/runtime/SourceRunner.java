package io.correlator.core.runtime;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.SourceStatistics.State;
import io.correlator.core.pipeline.EngineEvents;
import java.nio.channels.ClosedByInterruptException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;

/**
 * Runs one source in one thread and hands its records to the pipeline in batches. Waiting for room
 * in the queue is the back-pressure.
 */
final class SourceRunner implements Runnable, SourceContext, RecordSink {
  private static final int BATCH = 2048;

  private final Source source;
  private final InstantSource clock;
  private final BlockingQueue<Delivery> queue;
  private final FailureHandler failures;
  private final Runnable ended;
  private final SourceLedger ledger;
  private LogRecord[] batch = new LogRecord[BATCH];
  private int size;
  private volatile boolean stopping;

  /** {@code ended} is called in the pipeline's thread, after the last record of this source. */
  SourceRunner(
      Source source,
      InstantSource clock,
      BlockingQueue<Delivery> queue,
      FailureHandler failures,
      Runnable ended) {
    this.source = source;
    this.clock = clock;
    this.queue = queue;
    this.failures = failures;
    this.ended = ended;
    this.ledger = new SourceLedger(source.name());
  }

  String name() {
    return source.name();
  }

  @Override
  public void run() {
    ledger.enter(State.UP);
    putForSure(telling(EngineEvents.sourceUp(source.name())));
    State end = State.DONE;
    try {
      source.run(this);
    } catch (InterruptedException | ClosedByInterruptException e) {
      end = stopping ? State.DONE : failedWith(e);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      end = stopping ? State.DONE : failedWith(e);
    } finally {
      // From here on nothing may interrupt: what was read is handed over.
      boolean interrupted = Thread.interrupted();
      if (size > 0) {
        putForSure(takeBatch());
      }
      ledger.enter(end);
      SourceStatistics statistics = ledger.statistics();
      putForSure(
          pipeline -> {
            pipeline.report(EngineEvents.sourceDown(statistics), clock.instant());
            ended.run();
          });
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Delivery telling(Event.Builder event) {
    return pipeline -> pipeline.report(event, clock.instant());
  }

  private State failedWith(Throwable e) {
    failures.onFailure(new Failure(Failure.Kind.SOURCE, source.name(), 1, e));
    return State.FAILED;
  }

  /** Stops the source soon; the thread is interrupted by whoever calls this. */
  void stop() {
    stopping = true;
  }

  @Override
  public void accept(LogRecord record) throws InterruptedException {
    ledger.count(record);
    batch[size++] = record;
    if (size == BATCH) {
      flush();
    }
  }

  private Delivery takeBatch() {
    LogRecord[] records = size == BATCH ? batch : Arrays.copyOf(batch, size);
    batch = new LogRecord[BATCH];
    size = 0;
    ledger.publish();
    return pipeline -> {
      for (LogRecord record : records) {
        pipeline.process(record);
      }
    };
  }

  private void putForSure(Delivery delivery) {
    boolean interrupted = false;
    while (true) {
      try {
        queue.put(delivery);
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
  public void flush() throws InterruptedException {
    if (size > 0) {
      putForSure(takeBatch());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("source " + source.name() + " shall stop");
    }
  }

  @Override
  public RecordSink sink() {
    return this;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void unreadable(String input, String reason) {
    ledger.countUnreadable();
    if (size > 0) {
      putForSure(takeBatch());
    }
    putForSure(telling(EngineEvents.unreadable(source.name(), input, reason)));
  }

  @Override
  public void progress(long done, long total) {
    ledger.progress(done, total);
  }

  SourceStatistics statistics() {
    return ledger.statistics();
  }
}
