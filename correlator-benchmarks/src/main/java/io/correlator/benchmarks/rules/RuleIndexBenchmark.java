package io.correlator.benchmarks.rules;

import io.correlator.rules.detection.RecordView;
import io.correlator.rules.index.Matcher;
import io.correlator.rules.index.RuleIndex;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Asking all rules about one line, and making them ready. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RuleIndexBenchmark {
  @Param({"100", "1000", "10000"})
  private int rules;

  private final List<RecordView> lines = GeneratedRules.lines();
  private Matcher matcher = RuleIndex.of(List.of()).matcher();
  private long matches;
  private final IntConsumer count = this::count;
  private int next;

  /** Makes the rules ready. */
  @Setup(Level.Trial)
  public void compile() {
    matcher = RuleIndex.of(GeneratedRules.rules(rules)).matcher();
  }

  private void count(int rule) {
    matches++;
  }

  /** One line against all rules. */
  @Benchmark
  public long match() {
    matcher.match(lines.get(next++ & (GeneratedRules.LINES - 1)), count);
    return matches;
  }

  /** Making all rules ready. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public RuleIndex build() {
    return RuleIndex.of(GeneratedRules.rules(rules));
  }
}
