package io.correlator.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.fault.Sabotage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that follows a growing, rotating file is killed at any moment and started again: in the
 * end there is a row for each line, the capture has each line once, and state is as if nothing had
 * happened.
 */
final class KillIT {
  private static final int KILLS = Integer.getInteger("correlator.kills", 15);
  private static final int LINES = Integer.getInteger("correlator.kills.lines", 500_000);
  private static final int MOST_ROUNDS = 8;

  @TempDir Path folder;

  @Test
  void losesNothingAndRepeatsNothingWhenItIsKilled() throws Exception {
    ManyLives lives = new ManyLives(folder, 100);

    lives.live(KILLS, LINES);

    lives.assertThatAllIsThereOnce();
  }

  /** Whether a life ends at a moment that matters is chance, so there are more until one does. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "JOURNAL_.*")
  void noticesWhenTheGuaranteeIsNotKept(Sabotage sabotage) throws Exception {
    ManyLives lives = new ManyLives(folder, 300);
    lives.options("-Dcorrelator.sabotage=" + sabotage);

    boolean noticed = false;
    for (int round = 0; round < MOST_ROUNDS && !noticed; round++) {
      lives.live(4, 250_000);
      noticed = !isAllThereOnce(lives);
    }

    assertThat(noticed).isTrue();
  }

  private static boolean isAllThereOnce(ManyLives lives) throws IOException {
    try {
      lives.assertThatAllIsThereOnce();
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }
}
