package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.rules.RulesModule;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RulesInJavaTest {
  private static final String[] FIVE =
      Collections.nCopies(5, "Failed password for root").toArray(String[]::new);

  private final TestPipeline pipeline = TestPipeline.running(RulesModule.of(RulesInJava.logins()));

  private List<String> found() {
    return pipeline.events().stream().map(EmittedEvent::summary).toList();
  }

  @Test
  void allOfThemAreRight() {
    assertThat(RulesInJava.logins().problems()).isEmpty();
  }

  @Test
  void findsAnAccountThatWasTaken() {
    pipeline.feed(FIVE).advance(Duration.ofMinutes(1)).feed("session opened for root");

    assertThat(found()).contains("brute-force: source=test", "root", "taken");
  }

  @Test
  void isCalmWhenTheAddressWasBannedInBetween() {
    pipeline.feed(FIVE).feed("banned").feed("session opened for root");

    assertThat(found()).doesNotContain("taken");
  }

  @Test
  void noticesABackupThatDoesNotEnd() {
    pipeline.feed("backup started").advance(Duration.ofHours(1).plusMillis(1));

    assertThat(found()).containsExactly("no-backup");
  }
}
