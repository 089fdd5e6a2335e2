package io.correlator.verification.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.Firing;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.time.EventTime;
import io.correlator.core.time.EventTime.Lane;
import io.correlator.core.time.TimeSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More records wait to be put in order than there is room for: what may be wrong then, says so. */
final class ForcedAdvanceTest {
  private static final int CAPACITY = 100;

  private final List<EmittedEvent> events = new ArrayList<>();
  private final Pipeline pipeline =
      new Pipeline(
          Pipeline.DAY,
          failure -> {
            throw new AssertionError(failure.cause());
          },
          events::add);
  private final EventTime time =
      new EventTime(
          TimeSettings.defaults().withCapacity(CAPACITY),
          new EventTime.Output() {
            @Override
            public void record(LogRecord record) {
              pipeline.process(record);
            }

            @Override
            public void passed(Instant instant) {
              pipeline.passed(instant);
            }
          });

  ForcedAdvanceTest() throws Exception {
    pipeline.open("pairs", new Pairs());
  }

  /** An event for every second record of a key within a minute. */
  private record Pairs() implements Module {
    @Override
    public String name() {
      return "pairs";
    }

    @Override
    public Processor open(ModuleContext context) {
      EventCount pairs =
          context
              .operators()
              .count(
                  "pairs",
                  CountSpec.atLeast(2).within(Duration.ofMinutes(1)),
                  firing ->
                      context.emit(
                          Event.notice("Pair")
                              .summary(firing.key() + " " + firing.flags())
                              .evidence(firing.evidence())));
      return record -> pairs.add(record.message(), record);
    }
  }

  private List<String> pairs() {
    time.finish();
    return events.stream()
        .filter(event -> event.type().equals("Pair"))
        .map(EmittedEvent::summary)
        .toList();
  }

  /** So many records within the lateness that some are evaluated before it has passed. */
  private Lane crowded() {
    Lane lane = time.openFile();
    for (int i = 0; i < CAPACITY + 50; i++) {
      lane.accept(Evaluation.record("crowd", i, "crowd" + i, 1000L + i, 1000L + i));
    }
    time.release();
    assertThat(time.statistics().forcedAdvances()).isEqualTo(50);
    return lane;
  }

  @Test
  void aKeyThatMissedARecordIsFlaggedAndOthersAreNot() {
    Lane lane = crowded();

    lane.accept(Evaluation.record("crowd", 1000, "victim", 1010, 2000));
    for (String key : List.of("victim", "other")) {
      lane.accept(Evaluation.record("crowd", 1001, key, 2000, 2000));
      lane.accept(Evaluation.record("crowd", 1002, key, 2001, 2001));
    }

    assertThat(pairs())
        .containsExactlyInAnyOrder("victim [" + Firing.Flag.DEGRADED + "]", "other []");
  }

  @Test
  void anAdvanceThatMadeNoRecordLateFlagsNothing() {
    Lane lane = crowded();

    lane.accept(Evaluation.record("crowd", 1001, "victim", 2000, 2000));
    lane.accept(Evaluation.record("crowd", 1002, "victim", 2001, 2001));

    assertThat(pairs()).containsExactly("victim []");
  }
}
