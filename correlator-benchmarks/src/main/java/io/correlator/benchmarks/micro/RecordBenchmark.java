package io.correlator.benchmarks.micro;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Making a record of a line whose parts are known, and taking text from it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordBenchmark {
  private final Lines lines = Lines.rfc3164();
  private final List<LogRecord> records = lines.records(new Rfc3164Format());
  private final RecordHeader header = new RecordHeader();
  private final Block block =
      Block.of(
          lines.block,
          new Block.Provenance("benchmark", 0, Block.Counting.BYTES, record -> Fields.empty()),
          0,
          1,
          Lines.REFERENCE);
  private int next;

  public RecordBenchmark() {
    lines.parser(new Rfc3164Format()).parse(lines.block, lines.from[0], lines.to[0], header);
  }

  /** The object alone. */
  @Benchmark
  public LogRecord create() {
    return block.record(lines.from[0], lines.to[0], 0, header, Lines.REFERENCE);
  }

  /** A copy on bytes of its own, for evidence. */
  @Benchmark
  public LogRecord compact() {
    return records.get(next++ & (Lines.COUNT - 1)).compact();
  }

  /** The whole line as text. */
  @Benchmark
  public String text() {
    return records.get(next++ & (Lines.COUNT - 1)).raw();
  }
}
