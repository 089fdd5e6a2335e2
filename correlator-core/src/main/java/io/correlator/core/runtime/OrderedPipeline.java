package io.correlator.core.runtime;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.core.monitor.RecordStatistics;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.core.time.EventTime;
import io.correlator.core.time.TimeSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The pipeline behind what puts records in order. For the pipeline's thread. */
final class OrderedPipeline implements EventTime.Output {
  private final Pipeline pipeline;
  private final EventTime time;
  private final InstantSource clock;
  private final AtomicLong abandoned = new AtomicLong();
  private volatile boolean abandoning;
  private @Nullable CaptureTap tap;

  OrderedPipeline(Pipeline pipeline, TimeSettings settings, InstantSource clock) {
    this.pipeline = pipeline;
    this.time = new EventTime(settings, this);
    this.clock = clock;
  }

  /** Captures all that follows. */
  void captureWith(CaptureTap capture) {
    tap = capture;
  }

  /** What captures, if anything does. */
  Optional<CaptureTap> capture() {
    return Optional.ofNullable(tap);
  }

  EventTime time() {
    return time;
  }

  @Override
  public void record(LogRecord record) {
    if (abandoning) {
      abandoned.lazySet(abandoned.getPlain() + 1);
      return;
    }
    if (tap != null) {
      tap.record(record);
    }
    pipeline.process(record);
  }

  @Override
  public void passed(Instant instant) {
    if (tap != null) {
      tap.passed(instant);
    }
    pipeline.passed(instant);
  }

  /** Records that come from now on are counted and nothing else. Any thread may say so. */
  void abandonRecords() {
    abandoning = true;
  }

  /** What became of the records. Any thread may ask. */
  RecordStatistics statistics() {
    return new RecordStatistics(pipeline.evaluated(), abandoned.get(), time.waiting());
  }

  /** Gives out an event of the engine itself. */
  void report(Event.Builder event) {
    pipeline.report(event, clock.instant());
  }

  /** Lets time pass on live lanes. */
  void tick() {
    time.tick(clock.instant());
    if (tap != null) {
      tap.flush();
    }
  }

  /** All that was in order is evaluated when this returns. */
  void flush() {
    pipeline.flush();
  }

  /**
   * The input is at its end: what waits is evaluated, and the modules sum up.
   *
   * @param closing whether what waits for time is decided, too
   */
  void finish(boolean closing) {
    time.finish();
    if (closing) {
      pipeline.closeAtEnd();
    }
    pipeline.finish();
  }

  /** The modules are closed. */
  void close() {
    if (tap != null) {
      tap.close();
    }
    pipeline.close();
  }

  void save(StateOutput out) {
    pipeline.save(out);
  }

  void load(StateInput in) {
    pipeline.load(in);
  }
}
