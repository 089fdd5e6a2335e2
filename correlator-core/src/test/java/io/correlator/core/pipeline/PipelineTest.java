package io.correlator.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.module.Timer;
import io.correlator.api.state.StateSpec;
import io.correlator.core.Records;
import io.correlator.core.monitor.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class PipelineTest {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final List<EmittedEvent> events = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();

  private Pipeline pipeline(Module... modules) throws Exception {
    Pipeline pipeline = new Pipeline(PERIOD, failures::add, events::add);
    for (Module module : modules) {
      pipeline.open(module.name(), module);
    }
    return pipeline;
  }

  private static Module module(String name, Function<ModuleContext, Processor> opener) {
    return new Module() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Processor open(ModuleContext context) {
        return opener.apply(context);
      }
    };
  }

  private static Module emitter(String name) {
    return module(
        name,
        context -> record -> context.emit(Event.notice(name + ":" + record).evidence(record)));
  }

  /** Notes all it sees, with the engine's time. */
  private Module witness(String name) {
    return module(
        name,
        context ->
            new Processor() {
              @Override
              public void onRecord(LogRecord record) {
                note(record.raw());
              }

              @Override
              public void onEvent(EmittedEvent event) {
                note(event.type());
              }

              @Override
              public void onStatistics(StatisticsPeriod period) {
                note(
                    "%d..%d%s"
                        .formatted(
                            period.start().toEpochMilli(),
                            period.end().toEpochMilli(),
                            period.partial() ? " partial" : ""));
              }

              @Override
              public void close() {
                note("closed");
              }

              private void note(String what) {
                seen.add(context.now().toEpochMilli() + " " + what);
              }
            });
  }

  private List<String> moduleEventTypes() {
    return events.stream()
        .filter(event -> !event.origin().equals("engine"))
        .map(EmittedEvent::type)
        .toList();
  }

  @Test
  void showsEventsToTheModulesBehindTheOneThatEmittedThem() throws Exception {
    Pipeline pipeline = pipeline(witness("before"), emitter("e"), witness("after"));

    pipeline.process(Records.at(5, "r"));

    assertThat(seen).containsExactly("5 r", "5 r", "5 e:r");
  }

  @Test
  void givesOutTheEventsOfARecordInTheOrderOfTheModules() throws Exception {
    Pipeline pipeline = pipeline(emitter("x"), emitter("y"));

    pipeline.process(Records.at(1, "r"));
    pipeline.process(Records.at(2, "s"));

    assertThat(moduleEventTypes()).containsExactly("x:r", "y:r", "x:s", "y:s");
  }

  @Test
  void timeNeverGoesBack() throws Exception {
    Pipeline pipeline = pipeline(witness("w"));

    pipeline.process(Records.at(500, "late"));
    pipeline.process(Records.at(100, "early"));

    assertThat(seen).containsExactly("500 late", "500 early");
  }

  @Test
  void aTimerFiresAfterEveryRecordOfItsTimeAndBeforeAnyLaterOne() throws Exception {
    Module ticking =
        module(
            "ticking",
            context -> {
              Timer timer = context.timer("t", () -> seen.add("timer at " + context.now()));
              return record -> {
                seen.add(record.raw());
                if (record.raw().equals("start")) {
                  timer.schedule(Duration.ofMillis(10));
                }
              };
            });
    Pipeline pipeline = pipeline(ticking);

    pipeline.process(Records.at(100, "start"));
    pipeline.process(Records.at(110, "same time"));
    pipeline.process(Records.at(111, "later"));

    assertThat(seen)
        .containsExactly("start", "same time", "timer at 1970-01-01T00:00:00.110Z", "later");
  }

  @Test
  void aCancelledTimerDoesNotFire() throws Exception {
    Module ticking =
        module(
            "ticking",
            context -> {
              Timer timer = context.timer("t", () -> seen.add("fired"));
              return record -> {
                timer.schedule(Duration.ofMillis(1));
                timer.cancel();
              };
            });
    Pipeline pipeline = pipeline(ticking);

    pipeline.process(Records.at(1, "r"));
    pipeline.advanceTo(Instant.ofEpochMilli(900));

    assertThat(seen).isEmpty();
  }

  @Test
  void aTimerHasOneDeadlineTheLastOneGiven() throws Exception {
    Module ticking =
        module(
            "ticking",
            context -> {
              Timer timer = context.timer("t", () -> seen.add("fired at " + context.now()));
              return record -> timer.schedule(Duration.ofMillis(10));
            });
    Pipeline pipeline = pipeline(ticking);

    pipeline.process(Records.at(0, "r"));
    pipeline.process(Records.at(5, "r"));
    pipeline.advanceTo(Instant.ofEpochMilli(900));

    assertThat(seen).containsExactly("fired at 1970-01-01T00:00:00.015Z");
  }

  @Test
  void timersDueAtTheSameTimeGoInTheOrderInWhichTheyWereMade() throws Exception {
    Module ticking =
        module(
            "ticking",
            context -> {
              Timer first = context.timer("first", () -> seen.add("first"));
              Timer second = context.timer("second", () -> seen.add("second"));
              return record -> {
                second.schedule(Duration.ofMillis(1));
                first.schedule(Duration.ofMillis(1));
              };
            });
    Pipeline pipeline = pipeline(ticking);

    pipeline.process(Records.at(0, "r"));
    pipeline.advanceTo(Instant.ofEpochMilli(900));

    assertThat(seen).containsExactly("first", "second");
  }

  @Test
  void whatATimerEmitsReachesTheModulesBehindItsOwn() throws Exception {
    Module ticking =
        module(
            "ticking",
            context -> {
              Timer timer = context.timer("t", () -> context.emit(Event.notice("Ticked")));
              return record -> timer.schedule(Duration.ofMillis(1));
            });
    Pipeline pipeline = pipeline(ticking, witness("after"));

    pipeline.process(Records.at(1, "r"));
    pipeline.advanceTo(Instant.ofEpochMilli(3));

    assertThat(seen).containsExactly("1 r", "2 Ticked");
  }

  @Test
  void asksForStatisticsBeforeTheFirstRecordOfTheNextPeriod() throws Exception {
    Pipeline pipeline = pipeline(witness("w"));

    pipeline.process(Records.at(999, "last"));
    pipeline.process(Records.at(1000, "first"));

    assertThat(seen).containsExactly("999 last", "1000 0..1000", "1000 first");
  }

  @Test
  void asksForPartialStatisticsAtTheEndAndThenCloses() throws Exception {
    Pipeline pipeline = pipeline(witness("w"));

    pipeline.process(Records.at(1200, "r"));
    pipeline.finish();
    pipeline.close();

    assertThat(seen).containsExactly("1200 r", "1200 1000..1200 partial", "1200 closed");
  }

  @Test
  void doesNotReportThePeriodsInAGap() throws Exception {
    Pipeline pipeline = pipeline(witness("w"));

    pipeline.process(Records.at(0, "r"));
    pipeline.process(Records.at(100_000_000_000L, "far away"));

    assertThat(seen).containsExactly("0 r", "1000 0..1000", "100000000000 far away");
  }

  @Test
  void aModuleThatThrowsDoesNotKeepTheOthersFromTheRecord() throws Exception {
    Module broken =
        module(
            "broken",
            context ->
                record -> {
                  context.emit(Event.notice("Never").evidence(record));
                  throw new IllegalStateException("boom");
                });
    Pipeline pipeline = pipeline(broken, witness("after"));

    pipeline.process(Records.at(1, "r"));

    assertThat(seen).containsExactly("1 r");
    assertThat(moduleEventTypes()).isEmpty();
    assertThat(failures).extracting(Failure::name).containsExactly("broken");
    assertThat(pipeline.statistics().get(0).errors()).isEqualTo(1);
  }

  @Test
  void aStackOverflowIsJustAnotherFailure() throws Exception {
    Pipeline pipeline = pipeline(module("deep", context -> record -> overflow(0)));

    pipeline.process(Records.at(1, "r"));

    assertThat(failures.get(0).cause()).isInstanceOf(StackOverflowError.class);
  }

  private static int overflow(int depth) {
    return depth == -1 ? 0 : 1 + overflow(depth + 1);
  }

  private record Row(Fields fields) implements AuditEvent {
    @Override
    public AuditSchema schema() {
      return AuditSchema.builder("Row").text("user").build();
    }

    @Override
    public Instant timestamp() {
      return Instant.EPOCH;
    }

    @Override
    public Severity severity() {
      return Severity.INFO;
    }

    @Override
    public String summary() {
      return "a row";
    }
  }

  @Test
  void anAuditEventThatDoesNotFitItsSchemaIsAnErrorOfItsModule() throws Exception {
    Pipeline pipeline =
        pipeline(module("m", context -> record -> context.emit(new Row(Fields.of("usr", "root")))));

    pipeline.process(Records.at(1, "r"));

    assertThat(moduleEventTypes()).isEmpty();
    assertThat(failures.get(0).cause()).hasMessageContaining("Row has no column usr");
  }

  @Test
  void emittingOutsideOfACallIsRefused() throws Exception {
    List<ModuleContext> leaked = new ArrayList<>();
    pipeline(
        module(
            "m",
            context -> {
              leaked.add(context);
              return record -> {};
            }));

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> leaked.get(0).emit(Event.notice("Stray"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stateOfOneNameExistsOncePerModule() {
    Module twice =
        module(
            "twice",
            context -> {
              context.state(StateSpec.of("s", String.class, String.class));
              context.slidingCounter("s", 1, PERIOD);
              return record -> {};
            });

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> pipeline(twice)))
        .hasMessageContaining("already has state named s");
  }

  @Test
  void theSameRecordsGiveTheSameIds() throws Exception {
    List<String> first = idsOfARun();
    List<String> second = idsOfARun();

    assertThat(first).isEqualTo(second).doesNotHaveDuplicates().hasSize(4);
  }

  private List<String> idsOfARun() throws Exception {
    events.clear();
    Pipeline pipeline = pipeline(emitter("x"), emitter("y"));
    pipeline.process(Records.at(1, "r"));
    pipeline.process(Records.at(2, "s"));
    return events.stream().map(EmittedEvent::id).toList();
  }

  @Test
  void countersShowInTheOrderInWhichTheyWereMade() throws Exception {
    Pipeline pipeline =
        pipeline(
            module(
                "m",
                context -> {
                  var zebras = context.counter("zebras");
                  context.counter("apes");
                  return record -> zebras.increment();
                }));

    pipeline.process(Records.at(1, "r"));

    assertThat(pipeline.statistics().get(0).counters().toString()).isEqualTo("{zebras=1, apes=0}");
  }

  @Test
  void engineStatisticsTellWhetherThePeriodIsPartial() throws Exception {
    Pipeline pipeline = pipeline(witness("w"));

    pipeline.process(Records.at(1, "r"));
    pipeline.process(Records.at(1001, "s"));
    pipeline.finish();

    assertThat(events)
        .filteredOn(event -> event.type().equals("ModuleStatistics"))
        .extracting(event -> event.fields().get("partial").orElseThrow())
        .containsExactly(false, true);
  }
}
