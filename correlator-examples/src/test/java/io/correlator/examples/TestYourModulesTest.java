package io.correlator.examples;

import static io.correlator.testkit.CorrelatorAssertions.assertThatEvents;
import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Severity;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.core.Correlator;
import io.correlator.testkit.CorrelatorExtension;
import io.correlator.testkit.Faults;
import io.correlator.testkit.LinesSource;
import io.correlator.testkit.ListenerContract;
import io.correlator.testkit.ModuleContract;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TestYourModulesTest {
  private static final String FAILED = "login failed from 203.0.113.7";

  @RegisterExtension
  final CorrelatorExtension correlator =
      CorrelatorExtension.running(new BruteForce(3, Duration.ofMinutes(1)));

  @Test
  void forgetsAnAddressThatStaysQuietForTheWindow(TestPipeline pipeline) {
    pipeline.feed(FAILED, FAILED).advance(Duration.ofMinutes(2)).feed(FAILED);

    pipeline.events().assertThat().isEmpty();
  }

  @Test
  void raisesOneAlarmWithAllItsEvidence(TestPipeline pipeline) {
    pipeline.feed(FAILED, FAILED, FAILED, FAILED);

    pipeline
        .events()
        .assertThat()
        .ofType("BruteForce")
        .single()
        .hasSeverity(Severity.ERROR)
        .hasField("address", "203.0.113.7")
        .hasEvidenceAt(1, 2, 3);
  }

  @Nested
  final class BruteForceContractTest extends ModuleContract {
    @Override
    protected Module module() {
      return new BruteForce(3, Duration.ofMinutes(1));
    }

    @Override
    protected List<String> lines() {
      return Collections.nCopies(3, FAILED);
    }
  }

  @Nested
  final class ShoutContractTest extends ListenerContract {
    @Override
    protected Listener listener() {
      return new Shout();
    }
  }

  @Test
  void aBrokenNeighbourCostsNoAlarm() {
    List<EmittedEvent> alarms = new CopyOnWriteArrayList<>();
    Faults faults = Faults.throwing(0.5, 42);
    Correlator engine =
        Correlator.builder()
            .source(LinesSource.of("lines", Collections.nCopies(100, FAILED)))
            .module(faults.in(new Greeter()))
            .module(new BruteForce(3, Duration.ofMinutes(1)))
            .listener(Listener.of("alarms", Interest.inTypes("BruteForce"), alarms::add))
            .failureHandler(failure -> {})
            .build();

    engine.run();

    assertThat(faults.count()).isPositive();
    assertThatEvents(alarms).hasSize(1);
    assertThatLedger(engine).isBalanced();
  }
}
