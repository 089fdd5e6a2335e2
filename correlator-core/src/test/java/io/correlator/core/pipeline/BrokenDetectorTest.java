package io.correlator.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Hits;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.StagedModule;
import io.correlator.core.Records;
import io.correlator.core.monitor.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a detector costs the module a record, and the engine nothing. */
final class BrokenDetectorTest {
  private final List<EmittedEvent> events = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  private record Staged(Detector<String> detector) implements StagedModule<String> {
    @Override
    public String name() {
      return "staged";
    }

    @Override
    public Detector<String> openDetector() {
      return detector;
    }

    @Override
    public KeyedProcessor<String> open(ModuleContext context) {
      return (record, key, hit) -> context.emit(Event.notice("Hit").summary(key + " " + hit));
    }
  }

  private void run(int partitions, Detector<String> detector) throws Exception {
    Pipeline pipeline =
        new Pipeline(
            Pipeline.DAY,
            Pipeline.STATE_BYTES,
            QuarantineSettings.off(),
            Crew.of(partitions),
            failures::add,
            events::add);
    pipeline.open("staged", new Staged(detector));
    pipeline.process(Records.at(1, 1, "good"));
    pipeline.process(Records.at(2, 2, "bad"));
    pipeline.process(Records.at(3, 3, "good"));
    pipeline.advanceTo(pipeline.now().plus(Duration.ofSeconds(1)));
    pipeline.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aKeyThatIsNoneIsTheModulesFailure(int partitions) throws Exception {
    run(partitions, (record, hits) -> hits.add(keyOf(record), "hit"));

    assertThat(failures).singleElement().extracting(Failure::kind).isEqualTo(Failure.Kind.MODULE);
    assertThat(events).extracting(EmittedEvent::summary).containsExactly("good hit", "good hit");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aHitThatIsNoneIsTheModulesFailure(int partitions) throws Exception {
    run(partitions, (record, hits) -> hits.add(Slice.of("key"), hitOf(record)));

    assertThat(failures).singleElement().extracting(Failure::kind).isEqualTo(Failure.Kind.MODULE);
    assertThat(events).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatWasFoundBeforeItThrewIsDropped(int partitions) throws Exception {
    run(partitions, BrokenDetectorTest::findAndFail);

    assertThat(failures).hasSize(1);
    assertThat(events).hasSize(2);
  }

  private static void findAndFail(LogRecord record, Hits<String> hits) {
    hits.add(record.rawSlice(), "hit");
    if (record.raw().equals("bad")) {
      throw new IllegalStateException("planted");
    }
  }

  @SuppressWarnings("NullAway") // breaks the promise on purpose
  private static Slice keyOf(LogRecord record) {
    return record.raw().equals("bad") ? null : record.rawSlice();
  }

  @SuppressWarnings("NullAway") // breaks the promise on purpose
  private static String hitOf(LogRecord record) {
    return record.raw().equals("bad") ? null : "hit";
  }
}
