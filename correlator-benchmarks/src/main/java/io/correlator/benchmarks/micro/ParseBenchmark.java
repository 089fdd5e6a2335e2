package io.correlator.benchmarks.micro;

import io.correlator.api.RecordHeader;
import io.correlator.api.source.RecordParser;
import io.correlator.sources.format.Rfc3164Format;
import io.correlator.sources.format.Rfc5424Format;
import io.correlator.sources.format.SyslogFormat;
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

/** Finding the parts of one line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParseBenchmark {
  private final Lines classic = Lines.rfc3164();
  private final Lines structured = Lines.rfc5424();
  private final RecordParser rfc3164 = classic.parser(new Rfc3164Format());
  private final RecordParser rfc5424 = structured.parser(new Rfc5424Format());
  private final RecordParser eitherOfClassic = classic.parser(new SyslogFormat());
  private final RecordHeader header = new RecordHeader();
  private int next;

  /** RFC 3164, with a priority. */
  @Benchmark
  public RecordHeader rfc3164() {
    return parse(rfc3164, classic);
  }

  /** RFC 5424, with structured data. */
  @Benchmark
  public RecordHeader rfc5424() {
    return parse(rfc5424, structured);
  }

  /** RFC 3164, told apart from RFC 5424 first: the default of all sources. */
  @Benchmark
  public RecordHeader syslog() {
    return parse(eitherOfClassic, classic);
  }

  private RecordHeader parse(RecordParser parser, Lines lines) {
    int i = next++ & (Lines.COUNT - 1);
    header.reset();
    parser.parse(lines.block, lines.from[i], lines.to[i], header);
    return header;
  }
}
