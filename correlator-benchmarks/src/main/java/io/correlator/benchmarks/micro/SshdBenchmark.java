package io.correlator.benchmarks.micro;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.format.Rfc3164Format;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The module {@code sshd} in a pipeline, with lines that each give an event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SshdBenchmark {
  private final List<LogRecord> records = Lines.rfc3164().records(new Rfc3164Format());
  private final Pipeline pipeline = new Pipeline(Pipeline.DAY, failure -> {}, this::count);
  private long events;
  private int next;

  /** Opens the module. */
  @Setup
  public void open() throws Exception {
    pipeline.open("sshd", new SshdModule());
  }

  private void count(EmittedEvent event) {
    events++;
  }

  /** One failed password: an event, now and then an alarm. */
  @Benchmark
  public void failedPassword(Blackhole sink) {
    pipeline.process(records.get(next++ & (Lines.COUNT - 1)));
    sink.consume(events);
  }
}
