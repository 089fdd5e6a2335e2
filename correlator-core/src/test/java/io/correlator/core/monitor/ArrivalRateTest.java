package io.correlator.core.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ArrivalRateTest {
  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void isThePlainMeanAtFirstAndAtLastWhatComesNow() {
    ArrivalRate rate = ArrivalRate.from(START);
    assertThat(rate.perSecond(START)).isZero();
    for (int second = 1; second <= 600; second++) {
      rate = rate.after(second <= 300 ? 100 : 20, START.plusSeconds(second));
      if (second == 5) {
        assertThat(rate.perSecond(START.plusSeconds(5))).isCloseTo(100, within(1.0));
      }
    }
    assertThat(rate.perSecond(START.plusSeconds(600))).isCloseTo(20, within(1.0));
    assertThat(rate.perSecond(START.plusSeconds(660))).isCloseTo(20 / Math.E, within(1.0));
    assertThat(rate.perSecond(START.plusSeconds(6000))).isCloseTo(0, within(0.001));
  }

  @Property
  void isTheSumOfWhatIsLeftOfEachRecord(
      @ForAll @Size(max = 50) java.util.List<@IntRange(min = 0, max = 30_000) Integer> pauses) {
    ArrivalRate rate = ArrivalRate.from(START);
    TreeMap<Long, Integer> all = new TreeMap<>();
    long millis = 0;
    for (int pause : pauses) {
      millis += pause;
      all.merge(millis, pause, Integer::sum);
      rate = rate.after(pause, START.plusMillis(millis));
    }
    long end = millis + 1000;
    double sum =
        all.entrySet().stream()
            .mapToDouble(each -> each.getValue() * Math.exp((each.getKey() - end) / 60_000.0))
            .sum();
    double whole = 60 * (1 - Math.exp(-end / 60_000.0));
    assertThat(rate.perSecond(START.plusMillis(end)))
        .isCloseTo(sum / whole, within(1e-6 * (1 + sum)));
  }

  @Test
  void aClockThatIsSetBackChangesNothing() {
    ArrivalRate rate = ArrivalRate.from(START).after(60, START.plusSeconds(60));
    double before = rate.perSecond(START.plusSeconds(60));

    assertThat(rate.perSecond(START.plusSeconds(30))).isGreaterThanOrEqualTo(before);
    assertThat(rate.after(0, START).perSecond(START.plusSeconds(60))).isEqualTo(before);
  }
}
