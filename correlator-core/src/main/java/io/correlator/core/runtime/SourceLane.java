package io.correlator.core.runtime;

import io.correlator.api.LogRecord;
import io.correlator.api.source.ReplaySink;
import io.correlator.core.time.EventTime.Lane;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One stream of records on its way from a source to the pipeline. Records are collected here, in
 * the source's thread, and handed over in batches, those of all lanes of a source together.
 */
final class SourceLane implements ReplaySink {
  private static final int BATCH = 2048;

  /**
   * Longer records come in smaller batches. What waits in the queue is then no more than the
   * collector can copy in passing, and what the source has just read is still in the caches of the
   * processor when the pipeline reads it.
   */
  private static final int BATCH_BYTES = 256 * 1024;

  private final SourceRunner runner;
  private final String name;
  private LogRecord[] batch = new LogRecord[BATCH];
  private int size;
  private int bytes;
  private boolean ended;

  /** Set and used in the pipeline's thread only. */
  private @Nullable Lane lane;

  SourceLane(SourceRunner runner, String name) {
    this.runner = runner;
    this.name = name;
  }

  /** In the pipeline's thread, before any record arrives there. */
  void opened(Lane opened) {
    lane = opened;
  }

  @Override
  public void accept(LogRecord record) throws InterruptedException {
    if (ended) {
      throw new IllegalStateException("a record comes after the end of its lane");
    }
    batch[size++] = record;
    bytes += record.length();
    if (size == BATCH || bytes >= BATCH_BYTES) {
      flush();
    }
  }

  @Override
  public void flush() throws InterruptedException {
    runner.handOver();
    runner.throwIfInterrupted();
  }

  @Override
  public void passed(Instant time) throws InterruptedException {
    runner.handOver();
    runner.put(pipeline -> letPass(time));
    runner.throwIfInterrupted();
  }

  /** In the pipeline's thread. */
  private void letPass(Instant time) {
    Lane open = lane;
    if (open != null) {
      open.passed(time);
    }
  }

  /** What was collected so far; the lane begins anew. */
  LogRecord[] take() {
    LogRecord[] records = batch;
    if (size == BATCH) {
      batch = new LogRecord[BATCH];
    } else {
      records = Arrays.copyOf(batch, size);
      Arrays.fill(batch, 0, size, null);
    }
    size = 0;
    bytes = 0;
    return records;
  }

  /** In the pipeline's thread. */
  void deliver(LogRecord[] records) {
    Lane open = lane;
    if (open != null) {
      for (LogRecord record : records) {
        open.accept(record);
      }
    }
  }

  @Override
  public void end() {
    if (!ended) {
      ended = true;
      runner.handOver();
      runner.put(pipeline -> runner.endLane(name, pipeline.time()));
    }
  }
}
