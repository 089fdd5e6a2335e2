package io.correlator.core.runtime;

import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordSink;
import io.correlator.core.time.EventTime.Lane;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One stream of records on its way from a source to the pipeline. Records are collected here, in
 * the source's thread, and handed over in batches.
 */
final class SourceLane implements RecordSink {
  private static final int BATCH = 2048;

  private final SourceRunner runner;
  private final SourceLedger ledger;
  private LogRecord[] batch = new LogRecord[BATCH];
  private int size;
  private boolean ended;

  /** Set and used in the pipeline's thread only. */
  private @Nullable Lane lane;

  SourceLane(SourceRunner runner, SourceLedger ledger) {
    this.runner = runner;
    this.ledger = ledger;
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
    ledger.count(record);
    batch[size++] = record;
    if (size == BATCH) {
      flush();
    }
  }

  @Override
  public void flush() throws InterruptedException {
    handOver();
    runner.throwIfInterrupted();
  }

  /** Hands over what there is, whatever happens. */
  void handOver() {
    if (size > 0) {
      LogRecord[] records = size == BATCH ? batch : Arrays.copyOf(batch, size);
      batch = new LogRecord[BATCH];
      size = 0;
      ledger.publish();
      runner.put(pipeline -> deliver(pipeline, records));
    }
  }

  private void deliver(OrderedPipeline pipeline, LogRecord[] records) {
    Lane open = lane;
    if (open != null) {
      for (LogRecord record : records) {
        open.accept(record);
      }
      pipeline.time().release();
    }
  }

  @Override
  public void end() {
    if (!ended) {
      ended = true;
      handOver();
      runner.put(pipeline -> endLane());
    }
  }

  private void endLane() {
    Lane open = lane;
    if (open != null) {
      open.end();
    }
  }
}
