package io.correlator.cli;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.listener.Interest;
import io.correlator.api.module.Module;
import io.correlator.core.monitor.Failure;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.time.EventTime;
import io.correlator.core.time.TimeSettings;
import io.correlator.rules.testing.RuleBench;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The engine's own pipeline as a bench for rules. For one thread. */
final class PipelineBench implements RuleBench {
  private final List<Event> events = new ArrayList<>();
  private final Optional<Duration> lateness;
  private final Pipeline pipeline;
  private Optional<Ordering> ordering = Optional.empty();

  /** Records that wait until no earlier one can come. */
  private record Ordering(EventTime time, EventTime.Lane lane) {}

  private PipelineBench(Module module, Optional<Duration> lateness) {
    this.lateness = lateness;
    this.pipeline =
        new Pipeline(
            Pipeline.DAY,
            PipelineBench::onFailure,
            event -> {
              if (!event.origin().equals(Interest.ENGINE)) {
                events.add(event.event());
              }
            });
    try {
      pipeline.open(module.name(), module);
    } catch (Exception e) {
      throw new IllegalStateException("the rules cannot be started", e);
    }
  }

  /** A bench for these rules. */
  static RuleBench open(Module module, Optional<Duration> lateness) {
    return new PipelineBench(module, lateness);
  }

  private static void onFailure(Failure failure) {
    throw new IllegalStateException("the rules failed", failure.cause());
  }

  @Override
  public void feed(LogRecord record) {
    if (lateness.isEmpty()) {
      pipeline.process(record);
      return;
    }
    Ordering open = ordering.orElseGet(() -> order(lateness.get()));
    open.lane().accept(record);
    open.time().release();
  }

  private Ordering order(Duration wanted) {
    EventTime time =
        new EventTime(
            TimeSettings.defaults().withLateness(wanted),
            new EventTime.Output() {
              @Override
              public void record(LogRecord record) {
                pipeline.process(record);
              }

              @Override
              public void passed(Instant time) {
                pipeline.passed(time);
              }
            });
    Ordering open = new Ordering(time, time.openFile());
    ordering = Optional.of(open);
    return open;
  }

  private void settle() {
    ordering.ifPresent(open -> open.time().finish());
    ordering = Optional.empty();
  }

  @Override
  public void advanceTo(Instant time) {
    settle();
    pipeline.advanceTo(time);
  }

  @Override
  public void finish() {
    settle();
    pipeline.finish();
    pipeline.close();
  }

  @Override
  public List<Event> events() {
    return List.copyOf(events);
  }
}
