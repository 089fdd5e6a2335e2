package io.correlator.benchmarks.micro;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.sources.format.AutoFormat;
import io.correlator.sources.format.JsonFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Events of 1.2 KB as JSON: whether they are whole and when they were, and what is in them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JsonBenchmark {
  private static final RecordFormat AUTO = new AutoFormat();
  private static final RecordFormat JSON = new JsonFormat();

  private final Lines nested = Lines.windows();
  private final RecordParser parser = nested.parser(AUTO);
  private final List<LogRecord> records = nested.records(AUTO);
  private final RecordHeader header = new RecordHeader();
  private int next;

  /** Time, host, program, severity; and that the line is JSON from its first byte to its last. */
  @Benchmark
  public RecordHeader header() {
    int i = next++ & (Lines.COUNT - 1);
    header.reset();
    parser.parse(nested.block, nested.from[i], nested.to[i], header);
    return header;
  }

  /** All members, as they stand. */
  @Benchmark
  public Fields fields() {
    return JSON.fields(record());
  }

  /** All members, by the names that rules know them by. */
  @Benchmark
  public Fields windowsFields() {
    return AUTO.fields(record());
  }

  /** From the bytes to the value of a field. */
  @Benchmark
  public Optional<Object> bytesToField() {
    RecordHeader found = header();
    return found.hasFailed() ? Optional.empty() : AUTO.fields(record()).get("CommandLine");
  }

  private LogRecord record() {
    return records.get(next++ & (Lines.COUNT - 1));
  }
}
