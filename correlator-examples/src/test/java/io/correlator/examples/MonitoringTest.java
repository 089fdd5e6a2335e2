package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.Ledger;
import io.correlator.micrometer.CorrelatorMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class MonitoringTest {
  /** Waits for records that never come. */
  private static final class Silence implements Source {
    @Override
    public String name() {
      return "silence";
    }

    @Override
    public void run(SourceContext context) throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  @Test
  void asksAnEngineHowItIsDoing() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Correlator correlator = Correlator.builder().source(new Silence()).build();
    new CorrelatorMetrics(correlator).bindTo(registry);
    correlator.start();

    assertThat(correlator.health().status()).isEqualTo(Health.Status.UP);
    correlator.close();

    assertThat(Ledger.of(correlator.statistics()).isBalanced()).isTrue();
    assertThat(registry.get("correlator.records.received").functionCounter().count()).isZero();
  }
}
