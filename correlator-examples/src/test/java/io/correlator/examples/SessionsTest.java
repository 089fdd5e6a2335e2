package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SessionsTest {
  private final TestPipeline pipeline = TestPipeline.running(new Sessions());

  @Test
  void tellsHowLongAUserWasLoggedIn() {
    pipeline.feed("login ada 192.0.2.1").advance(Duration.ofMinutes(5)).feed("logout ada");

    assertThat(pipeline.events())
        .extracting(EmittedEvent::summary)
        .containsExactly("ada was here for PT5M");
  }

  @Test
  void tellsEveryHourHowManyAreLoggedIn() {
    pipeline
        .feed("login ada 192.0.2.1", "login bob 192.0.2.2")
        .advance(Duration.ofMinutes(150))
        .feed("logout ada");

    assertThat(pipeline.events())
        .extracting(EmittedEvent::summary)
        .containsExactly("2 are logged in", "2 are logged in", "ada was here for PT2H30M");
  }
}
