package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.Health.Cause;
import io.correlator.core.monitor.Health.Reason;
import io.correlator.core.monitor.Health.Status;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.RecordStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.monitor.TimeStatistics;
import io.correlator.core.runtime.HealthMonitor.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HealthMonitorTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final List<SourceStatistics> sources = new ArrayList<>();
  private Instant now = START;
  private ModuleStatistics module = module(ModuleStatistics.State.WORKING, 0, 0);
  private ListenerStatistics listener = listener(ListenerStatistics.State.UP, 0, 0);
  private long forced;
  private Optional<Failure> fatal = Optional.empty();
  private Phase phase = Phase.RUNNING;
  private final HealthMonitor monitor = new HealthMonitor(() -> now);

  HealthMonitorTest() {
    sources.add(source("a", SourceStatistics.State.UP));
    sources.add(source("b", SourceStatistics.State.UP));
  }

  private static SourceStatistics source(String name, SourceStatistics.State state) {
    return new SourceStatistics(
        name, state, 0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, Optional.empty(), 0, Map.of());
  }

  private static ModuleStatistics module(ModuleStatistics.State state, long errors, long evicted) {
    return new ModuleStatistics("m", state, 0, 0, 0, errors, 0, evicted, 0, Map.of());
  }

  private static ListenerStatistics listener(
      ListenerStatistics.State state, long deadLettered, long dropped) {
    return new ListenerStatistics(
        "l",
        state,
        deadLettered + dropped,
        0,
        0,
        deadLettered,
        Map.of(ListenerStatistics.Drop.OVERFLOW, dropped),
        0,
        0);
  }

  private Health check() {
    return monitor.check(
        phase,
        fatal,
        new Statistics(
            sources,
            new RecordStatistics(0, 0, 0),
            List.of(module),
            List.of(listener),
            new TimeStatistics(0, 0, 0, forced)));
  }

  private List<Reason> reasons() {
    return check().causes().stream().map(Cause::reason).toList();
  }

  @Test
  void isUpWhenNothingIsWrong() {
    assertThat(check()).isEqualTo(new Health(Status.UP, List.of()));
  }

  @Test
  void aQuarantinedModuleDegradesItForAsLongAsThatLasts() {
    module = module(ModuleStatistics.State.QUARANTINED, 0, 0);
    assertThat(check().status()).isEqualTo(Status.DEGRADED);
    now = now.plus(Duration.ofHours(3));
    assertThat(reasons()).containsExactly(Reason.QUARANTINED);
    module = module(ModuleStatistics.State.WORKING, 0, 0);

    assertThat(check().status()).isEqualTo(Status.UP);
  }

  @Test
  void aCauseKeepsTheTimeAtWhichItWasFirstNoticed() {
    module = module(ModuleStatistics.State.QUARANTINED, 0, 0);
    check();
    now = now.plusSeconds(300);

    assertThat(check().causes()).extracting(Cause::since).containsExactly(START);
  }

  @Test
  void anErrorDegradesItForAMinute() {
    check();
    module = module(ModuleStatistics.State.WORKING, 1, 0);
    assertThat(reasons()).containsExactly(Reason.FAILING);
    now = START.plusMillis(59_999);
    assertThat(check().status()).isEqualTo(Status.DEGRADED);
    now = START.plusSeconds(60);

    assertThat(check().status()).isEqualTo(Status.UP);
  }

  @Test
  void whatWasCountedBeforeTheFirstLookIsNoNews() {
    module = module(ModuleStatistics.State.WORKING, 5, 5);

    assertThat(check().status()).isEqualTo(Status.UP);
  }

  @Test
  void evictionsDeadLettersDropsAndForcedAdvancesAreCauses() {
    check();
    module = module(ModuleStatistics.State.WORKING, 0, 1);
    listener = listener(ListenerStatistics.State.UP, 1, 1);
    forced = 1;

    assertThat(reasons())
        .containsExactly(
            Reason.STATE_EVICTED, Reason.DEAD_LETTERING, Reason.DROPPING, Reason.FORCED_ADVANCES);
  }

  @Test
  void aListenerThatRetriesOrStallsIsACause() {
    listener = listener(ListenerStatistics.State.RETRYING, 0, 0);
    assertThat(reasons()).containsExactly(Reason.RETRYING);
    listener = listener(ListenerStatistics.State.STALLED, 0, 0);

    assertThat(reasons()).containsExactly(Reason.STALLED);
  }

  @Test
  void oneSourceThatFailedDegradesItAndAllOfThemPutItDown() {
    sources.set(0, source("a", SourceStatistics.State.FAILED));
    assertThat(check().status()).isEqualTo(Status.DEGRADED);
    sources.set(1, source("b", SourceStatistics.State.FAILED));

    assertThat(check().status()).isEqualTo(Status.DOWN);
    assertThat(reasons()).containsExactly(Reason.FAILED, Reason.FAILED);
  }

  @Test
  void isDownWithoutMemory() {
    fatal = Optional.of(new Failure(Failure.Kind.MODULE, "m", 1, new OutOfMemoryError("planted")));
    phase = Phase.CLOSING;

    assertThat(check().status()).isEqualTo(Status.DOWN);
    assertThat(check()).hasToString("DOWN (module m: out-of-memory)");
  }

  @Test
  void isDownBeforeTheStartAndAfterTheEndAndStoppingInBetween() {
    phase = Phase.NOT_STARTED;
    assertThat(reasons()).containsExactly(Reason.NOT_STARTED);
    phase = Phase.CLOSING;
    assertThat(check().status()).isEqualTo(Status.STOPPING);
    phase = Phase.ENDED;

    assertThat(check().status()).isEqualTo(Status.DOWN);
    assertThat(reasons()).containsExactly(Reason.ENDED);
  }
}
