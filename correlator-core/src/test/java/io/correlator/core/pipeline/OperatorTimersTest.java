package io.correlator.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.Timer;
import io.correlator.api.state.Absence;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.Firing;
import io.correlator.core.Records;
import io.correlator.core.monitor.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What operators decide by time, in the pipeline that moves it. */
final class OperatorTimersTest {
  private static final AbsenceSpec SPEC = AbsenceSpec.first().within(Duration.ofMillis(10));

  private final List<EmittedEvent> events = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  private Pipeline pipeline(Function<ModuleContext, Processor> opener) throws Exception {
    Pipeline pipeline = new Pipeline(Pipeline.DAY, failures::add, events::add);
    pipeline.open(
        "test",
        new Module() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public Processor open(ModuleContext context) {
            return opener.apply(context);
          }
        });
    return pipeline;
  }

  private List<String> types() {
    return events.stream().map(EmittedEvent::type).toList();
  }

  /** A line {@code ?key} expects, {@code !key} answers. */
  private static Processor speaking(Absence absence) {
    return record -> {
      if (record.message().startsWith("?")) {
        absence.expect(record.message().substring(1), record);
      } else {
        absence.answer(record.message().substring(1));
      }
    };
  }

  private static Processor absence(ModuleContext context) {
    return speaking(
        context
            .operators()
            .absence(
                "absence", SPEC, firing -> context.emit(Event.notice("missing-" + firing.key()))));
  }

  @Test
  void aRecordAtTheDeadlineComesBeforeIt() throws Exception {
    Pipeline pipeline = pipeline(OperatorTimersTest::absence);
    pipeline.process(Records.at(0, "?a"));
    pipeline.process(Records.at(10, "!a"));
    pipeline.process(Records.at(100, "!x"));

    assertThat(types()).isEmpty();
  }

  @Test
  void theDeadlineComesBeforeALaterRecord() throws Exception {
    Pipeline pipeline = pipeline(OperatorTimersTest::absence);
    pipeline.process(Records.at(0, "?a"));
    pipeline.process(Records.at(11, "!a"));

    assertThat(types()).containsExactly("missing-a");
    assertThat(events.get(0).timestamp()).isEqualTo(Instant.ofEpochMilli(10));
  }

  @Test
  void timeMayPassWithoutRecords() throws Exception {
    Pipeline pipeline = pipeline(OperatorTimersTest::absence);
    pipeline.process(Records.at(0, "?a"));
    pipeline.advanceTo(Instant.ofEpochMilli(10));
    assertThat(types()).isEmpty();

    pipeline.advanceTo(Instant.ofEpochMilli(11));

    assertThat(types()).containsExactly("missing-a");
  }

  @Test
  void atTheEndWhatWaitsForTimeIsLeftOpenAndCounted() throws Exception {
    Pipeline pipeline = pipeline(OperatorTimersTest::absence);
    pipeline.process(Records.at(0, "?a"));
    pipeline.process(Records.at(1, "?b"));
    pipeline.process(Records.at(2, "!a"));

    pipeline.finish();

    assertThat(events).filteredOn(event -> event.type().startsWith("missing")).isEmpty();
    assertThat(pipeline.statistics().get(0).undetermined()).isEqualTo(1);
  }

  @Test
  void closedAtTheEndTimeGoesOnUntilAllIsDecided() throws Exception {
    List<Firing> firings = new ArrayList<>();
    Pipeline pipeline =
        pipeline(context -> speaking(context.operators().absence("absence", SPEC, firings::add)));
    pipeline.process(Records.at(0, "?early"));
    pipeline.process(Records.at(20, "?late"));
    pipeline.process(Records.at(21, "?latest"));

    pipeline.closeAtEnd();
    pipeline.finish();

    assertThat(firings)
        .extracting(firing -> firing.key().toString(), Firing::time, Firing::flags)
        .containsExactly(
            tuple("early", Instant.ofEpochMilli(10), Set.of()),
            tuple("late", Instant.ofEpochMilli(30), Set.of(Firing.Flag.AT_END)),
            tuple("latest", Instant.ofEpochMilli(31), Set.of(Firing.Flag.AT_END)));
    assertThat(pipeline.statistics().get(0).undetermined()).isZero();
  }

  @Test
  void aTimerThatIsSetAgainAndAgainDoesNotKeepTheEndFromComing() throws Exception {
    Pipeline pipeline =
        pipeline(
            context -> {
              Timer[] timer = new Timer[1];
              timer[0] =
                  context.timer(
                      "tick",
                      () -> {
                        context.emit(Event.notice("tick"));
                        timer[0].schedule(Duration.ofMillis(10));
                      });
              return record -> timer[0].schedule(Duration.ofMillis(10));
            });
    pipeline.process(Records.at(0, "begin"));

    pipeline.closeAtEnd();

    assertThat(types()).containsExactly("tick");
  }

  @Test
  void whatIsDueAtTheSameTimeComesByOperatorAndThenByKey() throws Exception {
    Pipeline pipeline =
        pipeline(
            context -> {
              Absence first =
                  context
                      .operators()
                      .absence(
                          "one", SPEC, firing -> context.emit(Event.notice("1" + firing.key())));
              Absence second =
                  context
                      .operators()
                      .absence(
                          "two", SPEC, firing -> context.emit(Event.notice("2" + firing.key())));
              return record -> {
                second.expect(record.message(), record);
                first.expect(record.message(), record);
              };
            });
    pipeline.process(Records.at(0, "b"));
    pipeline.process(Records.at(0, "a"));
    pipeline.process(Records.at(100, "x"));

    assertThat(types()).containsExactly("1a", "1b", "2a", "2b");
  }

  @Test
  void aHandlerThatThrowsCostsOnlyItsOwnEvent() throws Exception {
    Pipeline pipeline =
        pipeline(
            context ->
                speaking(
                    context
                        .operators()
                        .absence(
                            "absence",
                            SPEC,
                            firing -> {
                              context.emit(Event.notice("missing-" + firing.key()));
                              if (firing.key().toString().equals("a")) {
                                throw new IllegalStateException("on purpose");
                              }
                            })));
    pipeline.process(Records.at(0, "?a"));
    pipeline.process(Records.at(0, "?b"));
    pipeline.process(Records.at(100, "!x"));

    assertThat(types()).containsExactly("missing-b");
    assertThat(failures).hasSize(1);
  }

  @Test
  void namesAreUniqueAmongAllStateOfAModule() throws Exception {
    assertThatThrownBy(
            () ->
                pipeline(
                    context -> {
                      context.slidingCounter("same", 1, Duration.ofMillis(1));
                      context.operators().count("same", CountSpec.atLeast(1), firing -> {});
                      return record -> {};
                    }))
        .hasMessageContaining("same");
  }
}
