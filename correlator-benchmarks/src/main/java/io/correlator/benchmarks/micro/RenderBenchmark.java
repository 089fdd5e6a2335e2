package io.correlator.benchmarks.micro;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.listeners.CsvListener;
import io.correlator.listeners.JsonLinesListener;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.format.Rfc3164Format;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Writing one event of a failed login. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RenderBenchmark {
  private static final long FILE_SIZE = 16 << 20;

  private final List<EmittedEvent> events = new ArrayList<>();
  private Path folder = Path.of("");
  private CsvListener csv = new CsvListener();
  private final JsonLinesListener json = JsonLinesListener.to(OutputStream.nullOutputStream());
  private int next;

  /** Finds the events to write. */
  @Setup
  public void open() throws Exception {
    folder = Files.createTempDirectory("correlator-render");
    csv = CsvListener.builder().directory(folder).maxSize(FILE_SIZE).keep(1).build();
    Pipeline pipeline = new Pipeline(Pipeline.DAY, failure -> {}, this::keepFailedLogin);
    pipeline.open("sshd", new SshdModule());
    for (LogRecord record : Lines.rfc3164().records(new Rfc3164Format())) {
      pipeline.process(record);
    }
    csv.open();
    json.open();
  }

  private void keepFailedLogin(EmittedEvent event) {
    if (event.type().equals("SshLoginFailed")) {
      event.id(); // made when it is first asked for; what it costs is measured apart
      events.add(event);
    }
  }

  /** As a line of JSON, with the record that shows it. */
  @Benchmark
  public void json() throws IOException {
    json.accept(event());
  }

  /** As a row of CSV, files included. */
  @Benchmark
  public void csv() throws IOException {
    csv.accept(event());
  }

  /** The id: a digest. */
  @Benchmark
  public String id() {
    EmittedEvent event = event();
    LogRecord record = event.evidence().get(0);
    return EmittedEvent.causedBy(record.id(), event.origin(), event.event(), 0).id();
  }

  private EmittedEvent event() {
    return events.get(next++ % events.size());
  }

  /** Leaves nothing behind. */
  @TearDown
  public void delete() throws IOException {
    csv.close();
    json.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
