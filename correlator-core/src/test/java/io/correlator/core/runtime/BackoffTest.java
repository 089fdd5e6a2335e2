package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.listener.DeliverySettings;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  /** The middle of the range, so that the wait is not changed. */
  private static final RandomGenerator MIDDLE =
      new Random(0) {
        private static final long serialVersionUID = 1L;

        @Override
        public double nextDouble() {
          return 0.5;
        }
      };

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "9, 256", "10, 300", "20, 300", "2000000000, 300"})
  void doublesUpToFiveMinutes(int failures, int seconds) {
    Backoff backoff = new Backoff(DeliverySettings.defaults(), MIDDLE);

    assertThat(Duration.ofNanos(backoff.nanosAfter(failures))).hasSeconds(seconds);
  }

  @Property
  void staysWithinAFifth(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int failures) {
    long exact = new Backoff(DeliverySettings.defaults(), MIDDLE).nanosAfter(failures);

    long wait = new Backoff(DeliverySettings.defaults(), new Random(seed)).nanosAfter(failures);

    assertThat(wait).isBetween((long) (exact * 0.8) - 1, (long) (exact * 1.2) + 1);
  }

  @Property
  void survivesWaitsOfAnyLength(@ForAll @IntRange(min = 1, max = 100) int failures) {
    Duration century = Duration.ofDays(36_500);
    DeliverySettings slow = DeliverySettings.defaults().withDelays(century, century);

    assertThat(new Backoff(slow, MIDDLE).nanosAfter(failures)).isEqualTo(century.toNanos());
  }
}
