package io.correlator.benchmarks.micro;

import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.sources.format.AccessFormat;
import io.correlator.sources.format.AuditFormat;
import io.correlator.sources.format.AutoFormat;
import io.correlator.sources.format.LogfmtFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Lines that are text with fields: when they were written, and what is in them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FormatBenchmark {
  private static final RecordFormat AUTO = new AutoFormat();

  /** Which lines. */
  @Param({"access", "auditd", "logfmt"})
  public String format = "access";

  private final RecordHeader header = new RecordHeader();
  private Lines lines = Lines.access();
  private RecordFormat own = new AccessFormat();
  private RecordParser named = lines.parser(own);
  private RecordParser detecting = lines.parser(AUTO);
  private List<LogRecord> records = List.of();
  private int next;

  /** Makes the lines. */
  @Setup
  public void makeLines() {
    switch (format) {
      case "access" -> {
        lines = Lines.access();
        own = new AccessFormat();
      }
      case "auditd" -> {
        lines = Lines.audit();
        own = new AuditFormat();
      }
      default -> {
        lines = Lines.logfmt();
        own = new LogfmtFormat();
      }
    }
    named = lines.parser(own);
    detecting = lines.parser(AUTO);
    records = lines.records(own);
  }

  /** The header, by the format that was named. */
  @Benchmark
  public RecordHeader header() {
    return parse(named);
  }

  /** The same by the default of all sources, which must find out what the line is. */
  @Benchmark
  public RecordHeader detectedHeader() {
    return parse(detecting);
  }

  /** All fields, with their values. */
  @Benchmark
  public void fields(Blackhole hole) {
    own.fields(records.get(next++ & (Lines.COUNT - 1)))
        .forEach((name, value) -> hole.consume(value));
  }

  private RecordHeader parse(RecordParser parser) {
    int i = next++ & (Lines.COUNT - 1);
    header.reset();
    parser.parse(lines.block, lines.from[i], lines.to[i], header);
    return header;
  }
}
