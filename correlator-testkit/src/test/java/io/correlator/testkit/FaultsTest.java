package io.correlator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Detector;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StagedModule;
import io.correlator.core.Correlator;
import io.correlator.core.pipeline.QuarantineSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class FaultsTest {
  private static final List<String> LINES = Collections.nCopies(1000, "line");

  private record Echo() implements Module {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> context.emit(Event.notice("Echo").evidence(record));
    }
  }

  private static long eventsWith(Faults faults) {
    TestPipeline pipeline = TestPipeline.running(faults.in(new Echo())).expectingFailures();
    LINES.forEach(pipeline::feed);
    assertThat(pipeline.failures()).hasSize((int) faults.count());
    return pipeline.events().size();
  }

  @Test
  void strikeTheShareThatWasAskedFor() {
    assertThat(eventsWith(Faults.throwing(0, 1))).isEqualTo(1000);
    assertThat(eventsWith(Faults.throwing(0.5, 1))).isBetween(400L, 600L);
    assertThat(eventsWith(Faults.throwing(1, 1))).isZero();
  }

  @Test
  void theSameSeedStrikesTheSameCalls() {
    assertThat(eventsWith(Faults.throwing(0.3, 7))).isEqualTo(eventsWith(Faults.throwing(0.3, 7)));
  }

  @Test
  void throwWhatTheyAreTold() {
    Faults faults = Faults.throwing(1, 0).with(StackOverflowError::new);
    TestPipeline pipeline = TestPipeline.running(faults.in(new Echo())).expectingFailures();

    pipeline.feed("line");

    assertThat(pipeline.failures().get(0).cause()).isInstanceOf(StackOverflowError.class);
  }

  /** With a key, or with many. */
  private static List<Module> modulesWithKeys() {
    Module keyed =
        new Module() {
          @Override
          public String name() {
            return "keyed";
          }

          @Override
          public Optional<PartitionKey> partitionKey() {
            return Optional.of(LogRecord::rawSlice);
          }

          @Override
          public Processor open(ModuleContext context) {
            return new Echo().open(context);
          }
        };
    Module staged =
        new StagedModule<String>() {
          @Override
          public String name() {
            return "staged";
          }

          @Override
          public Detector<String> openDetector() {
            return (record, hits) -> hits.add(record.rawSlice(), "hit");
          }

          @Override
          public KeyedProcessor<String> open(ModuleContext context) {
            return (record, key, hit) -> context.emit(Event.notice("Hit").evidence(record));
          }
        };
    return List.of(keyed, staged);
  }

  @ParameterizedTest
  @MethodSource("modulesWithKeys")
  void strikeTheSameCallsOfAModuleWithKeysWhateverThePartitions(Module module) {
    List<String> alone = idsWith(Faults.throwing(0.3, 7), 1, module);
    List<String> together = idsWith(Faults.throwing(0.3, 7), 2, module);

    assertThat(alone).hasSizeBetween(600, 800);
    assertThat(together).isEqualTo(alone);
  }

  private static List<String> idsWith(Faults faults, int partitions, Module module) {
    TestPipeline pipeline =
        TestPipeline.partitioned(partitions, faults.in(module)).expectingFailures();
    for (int number = 0; number < 1000; number++) {
      pipeline.feed("line " + number);
    }
    pipeline.finish();
    // A period of statistics is struck as well, in each group.
    assertThat(pipeline.failures()).hasSize((int) faults.count());
    return pipeline.events().stream().map(EmittedEvent::id).toList();
  }

  private static Correlator.Builder engine() {
    return Correlator.builder()
        .quarantine(QuarantineSettings.off())
        .failureHandler(failure -> {})
        .source(LinesSource.of("lines", LINES))
        .module(new Echo());
  }

  @Test
  void aBlockedListenerGoesOnWhenItIsReleased() {
    List<EmittedEvent> received = Collections.synchronizedList(new ArrayList<>());
    Faults faults = Faults.blocking();
    Listener listener = Listener.of("blocked", Interest.inTypes("Echo"), received::add);
    Correlator engine = engine().listener(faults.in(listener)).build();

    engine.start();
    assertThat(engine.awaitEnd(Duration.ofMillis(50))).isFalse();
    assertThat(received).isEmpty();
    faults.release();
    engine.awaitEnd();

    assertThat(received).hasSize(1000);
  }

  @Test
  void aSourceThatThrowsEndsAsFailedAndNothingIsLost() {
    Faults faults = Faults.throwing(0.01, 3);
    Correlator engine =
        Correlator.builder()
            .failureHandler(failure -> {})
            .source(faults.in(LinesSource.of("lines", LINES)))
            .build();

    engine.run();

    assertThat(faults.count()).isEqualTo(1);
    CorrelatorAssertions.assertThatLedger(engine).isBalanced();
  }

  /** A listener with opinions of its own about all that it may have an opinion about. */
  private static final class Ledger implements Listener {
    static final DeliverySettings SERVED = DeliverySettings.defaults().withCapacity(7);

    private String standsAt = "1 begun";

    @Override
    public String name() {
      return "ledger";
    }

    @Override
    public DeliverySettings delivery() {
      return SERVED;
    }

    @Override
    public void accept(EmittedEvent event) {}

    @Override
    public Optional<String> position() {
      return Optional.of(standsAt);
    }

    @Override
    public void restore(String position) {
      standsAt = position;
    }
  }

  @Test
  void aBrokenListenerIsServedAsItDeclares() {
    assertThat(Faults.throwing(1, 0).in(new Ledger()).delivery()).isEqualTo(Ledger.SERVED);
  }

  @Test
  void aBrokenListenerStillTellsWhereItStandsAndGoesBackThere() throws Exception {
    Listener broken = Faults.throwing(1, 0).in(new Ledger());

    broken.restore("1 further");

    assertThat(broken.position()).contains("1 further");
  }
}
