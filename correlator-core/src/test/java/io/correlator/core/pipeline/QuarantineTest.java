package io.correlator.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Records;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.ModuleStatistics.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuarantineTest {
  private static final int MINUTE = 60_000;

  private final List<EmittedEvent> events = new ArrayList<>();
  private Pipeline pipeline = pipeline(QuarantineSettings.defaults());

  private Pipeline pipeline(QuarantineSettings settings) {
    return new Pipeline(
        Pipeline.DAY, Pipeline.STATE_BYTES, settings, Crew.alone(), failure -> {}, events::add);
  }

  /** Throws for each record that says so. */
  private record Moody() implements Module {
    @Override
    public String name() {
      return "moody";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> {
        if (record.message().equals("bad")) {
          throw new IllegalStateException("planted");
        }
        if (record.message().equals("unlinked")) {
          throw new NoClassDefFoundError("planted");
        }
      };
    }
  }

  private void open() throws Exception {
    pipeline.open("moody", new Moody());
  }

  private void feed(String message, int count, long from, long step) {
    for (int i = 0; i < count; i++) {
      pipeline.process(Records.at(from + i * step, message));
    }
  }

  private ModuleStatistics module() {
    return pipeline.statistics().get(0);
  }

  private List<String> told() {
    return events.stream().map(EmittedEvent::type).toList();
  }

  @Test
  void tenErrorsWithinAMinuteAreTooMany() throws Exception {
    open();

    feed("bad", 9, 0, MINUTE / 9);
    assertThat(module().state()).isEqualTo(State.WORKING);
    feed("bad", 1, MINUTE, 0);

    assertThat(module().state()).isEqualTo(State.QUARANTINED);
    assertThat(told()).containsExactly("ModuleQuarantined");
  }

  @Test
  void tenErrorsWithinAMinuteAndAMillisecondAreNot() throws Exception {
    open();

    feed("bad", 9, 0, 1);
    feed("bad", 1, MINUTE + 1, 0);

    assertThat(module().state()).isEqualTo(State.WORKING);
  }

  @Test
  void aHundredInARowAreTooManyHoweverLongTheyTake() throws Exception {
    open();

    feed("bad", 99, 0, MINUTE);
    assertThat(module().state()).isEqualTo(State.WORKING);
    feed("bad", 1, 99L * MINUTE, 0);

    assertThat(module().state()).isEqualTo(State.QUARANTINED);
  }

  @Test
  void aRecordThatItTakesEndsTheRow() throws Exception {
    open();

    feed("bad", 99, 0, MINUTE);
    feed("good", 1, 99L * MINUTE, 0);
    feed("bad", 99, 100L * MINUTE, MINUTE);

    assertThat(module().state()).isEqualTo(State.WORKING);
  }

  @Test
  void recordsPassAQuarantinedModuleByAndAreCounted() throws Exception {
    open();
    feed("bad", 10, 0, 0);

    feed("good", 7, 1, 1);

    assertThat(module().records()).isEqualTo(10);
    assertThat(module().passedBy()).isEqualTo(7);
    assertThat(pipeline.evaluated()).isEqualTo(17);
  }

  @Test
  void afterAMinuteARecordThatItTakesBringsItBack() throws Exception {
    open();
    feed("bad", 10, 0, 0);

    feed("good", 1, MINUTE - 1, 0);
    assertThat(module().state()).isEqualTo(State.QUARANTINED);
    feed("good", 1, MINUTE, 0);

    assertThat(module().state()).isEqualTo(State.WORKING);
    assertThat(told()).containsExactly("ModuleQuarantined", "ModuleBack");
  }

  @Test
  void eachTryThatFailsDoublesThePauseUpToAnHour() throws Exception {
    open();
    feed("bad", 10, 0, 0);

    // One record a minute: tries are at 1, 1+2, 3+4, 7+8, 15+16, 31+32, 63+60, 123+60 minutes.
    feed("bad", 184, 0, MINUTE);

    assertThat(module().errors()).isEqualTo(10 + 8);
    assertThat(told()).containsExactly("ModuleQuarantined");
  }

  @Test
  void whoFailsAgainSoonAfterComingBackWaitsLonger() throws Exception {
    open();
    feed("bad", 10, 0, 0);
    feed("good", 1, MINUTE, 0);

    feed("bad", 10, MINUTE + 1, 0);
    feed("good", 1, 2 * MINUTE + 1, 0);
    assertThat(module().state()).isEqualTo(State.QUARANTINED);
    feed("good", 1, 3 * MINUTE + 1, 0);

    assertThat(module().state()).isEqualTo(State.WORKING);
  }

  @Test
  void whoHasWorkedForAWhileStartsAfresh() throws Exception {
    open();
    feed("bad", 10, 0, 0);
    feed("good", 1, MINUTE, 0);

    feed("bad", 10, 3 * MINUTE, 0);
    feed("good", 1, 4 * MINUTE, 0);

    assertThat(module().state()).isEqualTo(State.WORKING);
  }

  @Test
  void whatCannotBeLinkedIsLeftOutForGood() throws Exception {
    open();

    feed("unlinked", 1, 0, 0);
    feed("good", 1, Duration.ofDays(3650).toMillis(), 0);

    assertThat(module().state()).isEqualTo(State.QUARANTINED);
    assertThat(events.get(0).fields().get("forGood")).contains(true);
  }

  @Test
  void canBeSwitchedOff() throws Exception {
    pipeline = pipeline(QuarantineSettings.off());
    open();

    feed("bad", 1000, 0, 0);
    feed("unlinked", 1, 0, 0);

    assertThat(module().state()).isEqualTo(State.WORKING);
    assertThat(module().errors()).isEqualTo(1001);
  }
}
