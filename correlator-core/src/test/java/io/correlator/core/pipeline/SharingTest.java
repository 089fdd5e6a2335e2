package io.correlator.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SharingTest {
  private static final int MOMENTS = 2048;
  private static final int TRIAL = 2 * Sharing.TRIES;

  private final Sharing sharing = new Sharing();

  /** Runs batches that take so long; how many of them were shared. */
  private int shared(int batches, long nanosShared, long nanosAlone) {
    int shared = 0;
    for (int i = 0; i < batches; i++) {
      boolean pays = sharing.pays(MOMENTS);
      shared += pays ? 1 : 0;
      sharing.took(MOMENTS, pays ? nanosShared : nanosAlone);
    }
    return shared;
  }

  @Test
  void triesBothWaysFirst() {
    assertThat(shared(Sharing.TRIES, 1, 1)).isEqualTo(Sharing.TRIES);
    assertThat(shared(Sharing.TRIES, 1, 1)).isZero();
  }

  @Test
  void sharesWhatIsMuchFasterShared() {
    shared(TRIAL, 600_000, 1_000_000);

    assertThat(shared(Sharing.SHORTEST_PERIOD - TRIAL, 600_000, 1_000_000))
        .isEqualTo(Sharing.SHORTEST_PERIOD - TRIAL);
  }

  @Test
  void doesNotShareWhatIsHardlyFasterOrSlowerShared() {
    shared(TRIAL, 950_000, 1_000_000);

    assertThat(shared(Sharing.SHORTEST_PERIOD - TRIAL, 950_000, 1_000_000)).isZero();
  }

  @Test
  void twoBatchesThatAreDisturbedOrLuckyDoNotCount() {
    shared(1, 50_000_000, 1_000_000);
    shared(1, 80_000_000, 1_000_000);
    shared(Sharing.TRIES - 2, 600_000, 1_000_000);
    shared(2, 600_000, 100_000);
    shared(Sharing.TRIES - 2, 600_000, 1_000_000);

    assertThat(sharing.pays(MOMENTS)).isTrue();
  }

  @Test
  void triesAnewAfterAWhileAndForgetsWhatWas() {
    shared(Sharing.SHORTEST_PERIOD, 600_000, 1_000_000);
    shared(TRIAL, 600_000, 300_000);

    assertThat(shared(Sharing.SHORTEST_PERIOD - TRIAL, 600_000, 300_000)).isZero();
  }

  @Test
  void triesTheLaterTheMoreTrialsHaveShownTheSame() {
    shared(Sharing.SHORTEST_PERIOD, 600_000, 1_000_000);
    int second = 2 * Sharing.SHORTEST_PERIOD;
    assertThat(shared(second, 600_000, 1_000_000)).isEqualTo(second - Sharing.TRIES);

    for (int period = 2 * second; period <= Sharing.LONGEST_PERIOD; period *= 2) {
      shared(period, 600_000, 1_000_000);
    }

    assertThat(shared(Sharing.LONGEST_PERIOD, 600_000, 1_000_000))
        .isEqualTo(Sharing.LONGEST_PERIOD - Sharing.TRIES);
  }

  @Test
  void triesSoonAgainWhenATrialHasShownSomethingElse() {
    shared(Sharing.SHORTEST_PERIOD, 600_000, 1_000_000);
    shared(2 * Sharing.SHORTEST_PERIOD, 600_000, 1_000_000);
    shared(Sharing.SHORTEST_PERIOD, 600_000, 300_000);

    assertThat(shared(TRIAL, 600_000, 300_000)).isEqualTo(Sharing.TRIES);
  }

  @Test
  void batchesOfAFewAreNeitherSharedNorTried() {
    assertThat(sharing.pays(Sharing.LEAST_MOMENTS - 1)).isFalse();
    sharing.took(Sharing.LEAST_MOMENTS - 1, 1);

    assertThat(shared(Sharing.TRIES, 1, 1)).isEqualTo(Sharing.TRIES);
  }

  @Test
  void theSizeOfABatchMakesNoDifference() {
    for (int i = 0; i < Sharing.TRIES; i++) {
      sharing.took(2 * MOMENTS, 1_200_000);
    }
    for (int i = 0; i < Sharing.TRIES; i++) {
      sharing.took(MOMENTS, 1_000_000);
    }

    assertThat(sharing.pays(MOMENTS)).isTrue();
  }
}
