package io.correlator.benchmarks.micro;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.SlidingCounter;
import io.correlator.core.state.EvidenceRing;
import io.correlator.core.state.RingCounter;
import io.correlator.core.state.StateBudget;
import io.correlator.core.state.StateHome;
import io.correlator.core.state.UndoLog;
import io.correlator.core.state.WakeUp;
import io.correlator.sources.format.Rfc3164Format;
import java.time.Duration;
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

/** Counting one hit of one key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SlidingCounterBenchmark {
  private static final int KEYS = 1 << 16;
  private static final int MOST_KEYS_HELD = 1 << 12;
  private static final int EVIDENCE = 1 << 14;
  private static final int LIMIT = 5;

  private final List<LogRecord> records = Lines.rfc3164().records(new Rfc3164Format());
  private final Slice[] keys = new Slice[KEYS];
  private final StillHome home = new StillHome();
  private final SlidingCounter counter = counter(KEYS);
  private final SlidingCounter full = counter(MOST_KEYS_HELD);
  private int next;

  public SlidingCounterBenchmark() {
    for (int i = 0; i < KEYS; i++) {
      // Scattered, so that neighbours in time are not neighbours in memory.
      int number = i * 40_503 & (KEYS - 1);
      keys[i] = Slice.of("198.18." + (number >> 8) + '.' + (number & 255));
    }
  }

  private SlidingCounter counter(int maxKeys) {
    return new RingCounter(LIMIT, Duration.ofDays(1), maxKeys, home);
  }

  /** An engine in which time stands still. */
  private static final class StillHome implements StateHome {
    private final UndoLog undo = new UndoLog();
    private final StateBudget budget = new StateBudget(1L << 30);
    private final EvidenceRing evidence =
        new EvidenceRing(EVIDENCE, 16 << 20, EvidenceRing.DENSE, undo);

    @Override
    public long now() {
      return 0;
    }

    @Override
    public long seed() {
      return 42;
    }

    @Override
    public EvidenceRing evidence() {
      return evidence;
    }

    @Override
    public UndoLog undo() {
      return undo;
    }

    @Override
    public StateBudget budget() {
      return budget;
    }

    @Override
    public int share(int maxKeys) {
      return maxKeys;
    }

    @Override
    public void evicted() {}

    @Override
    public WakeUp wakeUp(Runnable task) {
      throw new UnsupportedOperationException("a counter waits for nothing");
    }
  }

  private LogRecord record() {
    return records.get(next & (Lines.COUNT - 1));
  }

  /** As a module does it: in a call that may be undone. */
  private int add(SlidingCounter to, Slice key) {
    home.undo.begin();
    int count = to.add(key, record());
    home.undo.end();
    return count;
  }

  /** One of 16 keys, all known. */
  @Benchmark
  public int hit() {
    next++;
    return add(counter, keys[next & 15]);
  }

  /** One of 65,536 keys, all known: what the caches of the processor do not hold. */
  @Benchmark
  public int manyKeys() {
    next++;
    return add(counter, keys[next & (KEYS - 1)]);
  }

  /** A key that is not known, and the table is full: another key has to go. */
  @Benchmark
  public int miss() {
    next++;
    return add(full, keys[next & (KEYS - 1)]);
  }
}
