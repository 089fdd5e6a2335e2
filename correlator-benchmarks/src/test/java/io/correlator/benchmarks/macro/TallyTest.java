package io.correlator.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TallyTest {
  private final Tally tally = new Tally();

  private void fail(String address, long... seconds) {
    for (long second : seconds) {
      tally.failed(address, second);
    }
  }

  @Test
  void startsAfreshAfterAnAlarm() {
    fail("198.18.0.1", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(tally.counts(10).alarms()).isEqualTo(2);
  }

  @Test
  void countsALongAttackOnce() {
    fail("198.18.0.1", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(tally.counts(10).exceeded()).isEqualTo(1);
  }

  @Test
  void givesAnAlarmForFiveFailuresInLessThanAMinute() {
    fail("198.18.0.1", 0, 10, 20, 30, 59);
    fail("198.18.0.2", 0, 10, 20, 30, 60);

    assertThat(tally.counts(10).alarms()).isEqualTo(1);
  }

  @Test
  void countsEachAddressForItself() {
    fail("198.18.0.1", 0, 1, 2);
    fail("198.18.0.2", 0, 1, 2);

    assertThat(tally.counts(6)).isEqualTo(new Counts(6, 6, 0, 0, 0));
  }
}
