package io.correlator.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ArrivalsTest {
  private static final long HOUR = 3_600_000;

  private final Arrivals arrivals = new Arrivals();

  @Test
  void areWhatTheClockTellsWhileItRuns() {
    assertThat(arrivals.steady(1000)).isEqualTo(1000);
    assertThat(arrivals.steady(61_000)).isEqualTo(61_000);
  }

  @Test
  void goOnFromWhereTheyWereWhenTheClockIsSetBack() {
    arrivals.steady(2 * HOUR);

    assertThat(arrivals.steady(HOUR)).isEqualTo(2 * HOUR);
    assertThat(arrivals.steady(HOUR + 500)).isEqualTo(2 * HOUR + 500);
  }

  @Test
  void agreeWithTheClockAgainWhenItIsSetRight() {
    arrivals.steady(2 * HOUR);
    arrivals.steady(HOUR);

    assertThat(arrivals.steady(2 * HOUR + 300)).isEqualTo(2 * HOUR + 300);
    assertThat(arrivals.steady(2 * HOUR + 400)).isEqualTo(2 * HOUR + 400);
  }

  @Test
  void followAClockThatIsSetForward() {
    arrivals.steady(HOUR);

    assertThat(arrivals.steady(2 * HOUR)).isEqualTo(2 * HOUR);
  }

  @Test
  void neverGoBack() {
    arrivals.steady(1000);

    assertThat(arrivals.steady(900)).isEqualTo(1000);
  }
}
