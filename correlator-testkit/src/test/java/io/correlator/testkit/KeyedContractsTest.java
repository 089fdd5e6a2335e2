package io.correlator.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Hits;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StagedModule;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.module.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** The contract holds for good modules with keys, and fails for bad ones. */
final class KeyedContractsTest {
  private static final List<String> LINES =
      List.of("alice in", "bob in", "carol in", "alice out", "dave in", "bob in", "alice in");

  @Nested
  final class OfAModuleWithAKey extends ModuleContract {
    @Override
    protected Module module() {
      return new Tally(record -> Slice.of(firstWord(record)), Optional.empty());
    }

    @Override
    protected List<String> lines() {
      return LINES;
    }
  }

  @Nested
  final class OfAModuleWithManyKeys extends ModuleContract {
    @Override
    protected Module module() {
      return new WordTally(() -> KeyedContractsTest::eachWord);
    }

    @Override
    protected List<String> lines() {
      return LINES;
    }
  }

  private static String firstWord(LogRecord record) {
    return record.raw().split(" ", 2)[0];
  }

  /** Counts records, in a list that all runs share if there is one, which makes it a bad module. */
  private record Tally(PartitionKey key, Optional<List<String>> shared) implements Module {
    @Override
    public String name() {
      return "tally";
    }

    @Override
    public Optional<PartitionKey> partitionKey() {
      return Optional.of(key);
    }

    @Override
    public Processor open(ModuleContext context) {
      return new Tallying(context, shared.orElseGet(ArrayList::new));
    }
  }

  private static final class Tallying implements Processor {
    private final ModuleContext context;
    private final List<String> seen;
    private final Timer later;

    Tallying(ModuleContext context, List<String> seen) {
      this.context = context;
      this.seen = seen;
      this.later = context.timer("later", () -> tell("Later"));
    }

    @Override
    public void onRecord(LogRecord record) {
      seen.add(record.raw());
      later.schedule(Duration.ofSeconds(1));
      tell("Seen");
    }

    private void tell(String type) {
      context.emit(Event.notice(type).summary(seen.size() + " records"));
    }

    @Override
    public void onStatistics(StatisticsPeriod period) {
      tell("SeenInAll");
    }
  }

  private static void eachWord(LogRecord record, Hits<String> hits) {
    for (String word : record.raw().split(" ", -1)) {
      hits.add(Slice.of(word), word);
    }
  }

  /** Counts words. */
  private record WordTally(Supplier<Detector<String>> detectors) implements StagedModule<String> {
    @Override
    public String name() {
      return "words";
    }

    @Override
    public Detector<String> openDetector() {
      return detectors.get();
    }

    @Override
    public KeyedProcessor<String> open(ModuleContext context) {
      var counter = context.slidingCounter("words", 100, Duration.ofHours(1));
      return (record, key, word) ->
          context.emit(Event.notice("Word").summary(word + " " + counter.add(word, record)));
    }
  }

  private static ModuleContract contract(Module module) {
    return new ModuleContract() {
      @Override
      protected Module module() {
        return module;
      }

      @Override
      protected List<String> lines() {
        return LINES;
      }
    };
  }

  @Test
  void aKeyMustNotDependOnEarlierRecords() {
    AtomicLong number = new AtomicLong();
    Module bad = new Tally(record -> Slice.of("" + number.incrementAndGet() % 7), Optional.empty());

    assertFails(() -> contract(bad).findsTheSameKeysInTheSameRecord());
  }

  @Test
  void aKeyMustNotDependOnTheThread() {
    Thread here = Thread.currentThread();
    Module bad =
        new Tally(
            record -> Thread.currentThread() == here ? record.rawSlice() : Slice.empty(),
            Optional.empty());

    assertFails(() -> contract(bad).findsTheSameKeysInTheSameRecord());
  }

  @Test
  void aModuleWithAKeyMustFindSomeInItsLines() {
    Module bad = new Tally(record -> null, Optional.empty());

    assertFails(() -> contract(bad).findsTheSameKeysInTheSameRecord());
    assertFails(() -> contract(bad).runsOfDifferentGroupsShareNothing());
  }

  @Test
  void groupsMustNotShareWhatTheyHaveSeen() {
    Module bad = new Tally(record -> Slice.of(firstWord(record)), Optional.of(new ArrayList<>()));

    assertFails(() -> contract(bad).runsOfDifferentGroupsShareNothing());
    assertFails(() -> contract(bad).findsTheSameOnSeveralPartitions());
  }

  /** Says of each record what the last one was. */
  private static final class Retentive implements Detector<String> {
    private String last = "";

    @Override
    public void detect(LogRecord record, Hits<String> hits) {
      hits.add(Slice.of(firstWord(record)), last);
      last = record.raw();
    }
  }

  @Test
  void aDetectorMustNotRememberRecords() {
    Module bad = new WordTally(Retentive::new);

    assertFails(() -> contract(bad).findsTheSameKeysInTheSameRecord());
    assertFails(() -> contract(bad).findsTheSameOnSeveralPartitions());
  }

  @Test
  void aModuleWithoutKeysHasNoneToPromise() {
    Module module =
        new Module() {
          @Override
          public String name() {
            return "keyless";
          }

          @Override
          public Processor open(ModuleContext context) {
            return record -> {};
          }
        };

    assertThatThrownBy(() -> contract(module).runsOfDifferentGroupsShareNothing())
        .isInstanceOf(TestAbortedException.class);
    assertThatCode(() -> contract(module).survivesHostileRecords()).doesNotThrowAnyException();
  }

  private static void assertFails(ThrowingCallable test) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class);
  }
}
