package io.correlator.rules.testkit;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.rules.testing.RuleBench;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Virtual time, and the engine's own pipeline, as a bench for rules. For one thread. */
final class TestPipelineBench implements RuleBench {
  private final TestPipeline pipeline;

  private TestPipelineBench(TestPipeline pipeline) {
    this.pipeline = pipeline;
  }

  static RuleBench open(Module module, Optional<Duration> lateness) {
    TestPipeline pipeline = TestPipeline.running(module);
    return new TestPipelineBench(lateness.map(pipeline::ordering).orElse(pipeline));
  }

  @Override
  public void feed(LogRecord record) {
    pipeline.feed(record);
  }

  @Override
  public void advanceTo(Instant time) {
    pipeline.advance(Duration.between(pipeline.now(), time));
  }

  @Override
  public void finish() {
    pipeline.finish();
  }

  @Override
  public List<Event> events() {
    return pipeline.events().stream().map(EmittedEvent::event).toList();
  }
}
