package io.correlator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.RecordId;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.Source;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.time.TimeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every source must do, as tests: extend it, make the source, and say which lines it brings.
 * The source runs in a real engine whose wall clock stands still.
 *
 * <pre>{@code
 * final class FileSourceContractTest extends SourceContract {
 *   @TempDir Path folder;
 *
 *   @Override
 *   protected Source source() throws IOException {
 *     return FileSource.of(Files.write(folder.resolve("a.log"), lines()));
 *   }
 *
 *   @Override
 *   protected List<String> lines() {
 *     return List.of("first", "second");
 *   }
 * }
 * }</pre>
 */
public abstract class SourceContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For subclasses. */
  protected SourceContract() {}

  /**
   * A source over the same input, made anew in each call.
   *
   * @throws Exception if the input cannot be prepared
   */
  protected abstract Source source() throws Exception;

  /** The lines that the source brings; in the order in which it brings them if it has one lane. */
  protected abstract List<String> lines();

  /**
   * Sends {@link #lines()} to a source that runs and waits for them. Does nothing by default, for
   * sources whose input is there already.
   *
   * @throws Exception if they cannot be sent
   */
  protected void send() throws Exception {}

  /** Takes note of the records that come. */
  private static final class Recorder implements Module {
    private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch awaited;

    Recorder(int count) {
      this.awaited = new CountDownLatch(count);
    }

    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> {
        records.add(record);
        awaited.countDown();
      };
    }
  }

  private static Correlator engine(Source source, Module module) {
    return Correlator.builder()
        .source(source)
        .module(module)
        .time(TimeSettings.defaults().withMode(TimeSettings.Mode.ARRIVAL))
        .clock(new TestClock())
        .closeTimeout(PATIENCE)
        .build();
  }

  /** Runs the source until it has brought all lines, and stops it. */
  private List<LogRecord> run() throws Exception {
    Recorder recorder = new Recorder(lines().size());
    Correlator engine = engine(source(), recorder);
    engine.start();
    try {
      send();
      boolean all = recorder.awaited.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(all).as("%s of %s lines came", recorder.records.size(), lines().size()).isTrue();
    } finally {
      engine.close();
    }
    assertThat(engine.awaitEnd(Duration.ZERO)).as("whether the source has stopped").isTrue();
    assertThat(engine.statistics().sources())
        .extracting(SourceStatistics::state)
        .containsExactly(SourceStatistics.State.DONE);
    CorrelatorAssertions.assertThatLedger(engine).isBalanced();
    return List.copyOf(recorder.records);
  }

  private static List<RecordId> ids(List<LogRecord> records) {
    return records.stream().map(LogRecord::id).toList();
  }

  /** A source has a name, which its state is found under. */
  @Test
  void hasANameThatStays() throws Exception {
    assertThat(source().name()).isNotBlank().isEqualTo(source().name());
  }

  /** A source brings every line once, and ends in good order when it is told to. */
  @Test
  void bringsEveryLineOnce() throws Exception {
    assertThat(run()).extracting(LogRecord::raw).containsExactlyInAnyOrderElementsOf(lines());
  }

  /** No two records have the same identity. */
  @Test
  void givesEachRecordAnIdentityOfItsOwn() throws Exception {
    assertThat(ids(run())).doesNotHaveDuplicates();
  }

  /** The same input gives the same identities, so that what is read again is recognised. */
  @Test
  void givesTheSameRecordsTheSameIdentities() throws Exception {
    List<RecordId> first = ids(run());
    List<RecordId> second = ids(run());

    assertThat(second).containsExactlyInAnyOrderElementsOf(first);
  }

  /** A source asks no clock but the one it is given. */
  @Test
  void takesTimesOfArrivalFromTheClockItIsGiven() throws Exception {
    assertThat(run()).extracting(LogRecord::received).containsOnly(TestPipeline.START);
  }

  /** A source that names its formats names all that its records have. */
  @Test
  void namesTheFormatsOfItsRecords() throws Exception {
    Set<String> names =
        source().formats().stream().map(RecordFormat::name).collect(Collectors.toSet());

    if (!names.isEmpty()) {
      assertThat(run()).extracting(record -> record.provenance().format()).isSubsetOf(names);
    }
  }

  /** Told to stop, a source stops, even while the engine is too busy to take its records. */
  @Test
  void stopsSoonWhenItIsTold() throws Exception {
    Faults busy = Faults.blocking();
    Correlator engine = engine(source(), busy.in(new Recorder(0)));
    engine.start();
    send();

    busy.release();
    engine.close();

    assertThat(engine.awaitEnd(PATIENCE)).isTrue();
    CorrelatorAssertions.assertThatLedger(engine).isBalanced();
  }
}
