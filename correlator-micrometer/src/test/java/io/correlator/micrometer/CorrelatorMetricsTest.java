package io.correlator.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Event;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.testkit.LinesSource;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class CorrelatorMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Counts lines, fails for the fifth, and tells of the others. */
  private record Counting() implements Module {
    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Processor open(ModuleContext context) {
      var lines = context.slidingCounter("lines", 2, java.time.Duration.ofMinutes(1));
      return record -> {
        lines.add(record.message(), record);
        if (record.line() == 5) {
          throw new IllegalStateException("planted");
        }
        context.emit(Event.notice("Line").evidence(record));
      };
    }
  }

  private final Correlator engine =
      Correlator.builder()
          .source(LinesSource.of("lines", Collections.nCopies(10, "line")))
          .module(new Counting())
          .listener(Listener.of("sink", Interest.inTypes("Line"), event -> {}))
          .failureHandler(failure -> {})
          .build();

  private double count(String name, String... tags) {
    return registry.get("correlator." + name).tags(tags).functionCounter().count();
  }

  private double gauge(String name, String... tags) {
    return registry.get("correlator." + name).tags(tags).gauge().value();
  }

  @Test
  void showsWhatSourcesModulesAndListenersHaveDone() {
    engine.start();
    new CorrelatorMetrics(engine).bindTo(registry);
    engine.awaitEnd();

    assertThat(count("records.received", "source", "lines")).isEqualTo(10);
    assertThat(count("records.failed", "source", "lines", "reason", "empty")).isZero();
    assertThat(count("records.bytes", "source", "lines")).isEqualTo(40);
    assertThat(count("records.dropped", "source", "lines", "reason", "rate-limited")).isZero();
    assertThat(gauge("records.rate", "source", "lines")).isPositive();
    assertThat(gauge("records.last", "source", "lines")).isPositive();
    assertThat(count("records.evaluated")).isEqualTo(10);
    assertThat(count("records.late")).isZero();
    assertThat(count("module.records", "module", "counting")).isEqualTo(10);
    assertThat(count("module.errors", "module", "counting")).isEqualTo(1);
    assertThat(count("module.events", "module", "counting")).isEqualTo(9);
    assertThat(gauge("module.keys", "module", "counting")).isEqualTo(1);
    assertThat(gauge("module.quarantined", "module", "counting")).isZero();
    assertThat(count("listener.accepted", "listener", "sink")).isEqualTo(9);
    assertThat(count("listener.dropped", "listener", "sink", "reason", "overflow")).isZero();
    assertThat(gauge("listener.waiting", "listener", "sink")).isZero();
  }

  @Test
  void showsHealthAsOneOfItsStates() {
    new CorrelatorMetrics(engine).bindTo(registry);

    assertThat(gauge("health", "status", "DOWN")).isEqualTo(1);
    assertThat(gauge("health", "status", "UP")).isZero();
  }

  @Test
  void tellsEnginesApartByTags() {
    new CorrelatorMetrics(engine, Tags.of("engine", "a")).bindTo(registry);

    assertThat(count("records.received", "engine", "a", "source", "lines")).isZero();
  }
}
