package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BruteForceTest {
  private static final String FAILED = "login failed from 203.0.113.7";

  @Test
  void forgetsAnAddressThatStaysQuietForTheWindow() {
    TestPipeline pipeline = TestPipeline.running(new BruteForce(3, Duration.ofMinutes(1)));

    pipeline.feed(FAILED, FAILED).advance(Duration.ofMinutes(2)).feed(FAILED);

    assertThat(pipeline.events()).isEmpty();
  }

  @Test
  void raisesOneAlarmWithAllItsEvidence() {
    TestPipeline pipeline = TestPipeline.running(new BruteForce(3, Duration.ofMinutes(1)));

    pipeline.feed(FAILED, FAILED, FAILED, FAILED);

    assertThat(pipeline.events())
        .singleElement()
        .satisfies(event -> assertThat(event.evidence()).hasSize(3));
  }
}
