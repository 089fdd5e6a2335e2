package io.correlator.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.fault.CrashPoint;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link KillIT}, but what the process was doing when it crashed is known. */
final class CrashIT {
  private static final int CRASHES_PER_POINT = Integer.getInteger("correlator.crashes", 5);
  private static final int STATUS_OF_A_CRASH = 137;

  @TempDir Path folder;

  private final Random random = new Random();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "JOURNAL_.*")
  void survivesACrashAt(CrashPoint point) throws Exception {
    ManyLives lives = new ManyLives(folder, 20);
    Process first = lives.start();
    lives.awaitFirstSnapshot(first);
    first.destroyForcibly().waitFor();
    int crashes = 0;
    for (int i = 0; i < CRASHES_PER_POINT; i++) {
      lives.options("-Dcorrelator.crash=%s:%d".formatted(point, 1 + i % 2));
      Process process = lives.start();
      for (int steps = 0; steps < 500 && !ManyLives.ends(process, 10); steps++) {
        lives.log().write(1 + random.nextInt(120));
      }
      process.destroy();
      if (process.waitFor() == STATUS_OF_A_CRASH) {
        crashes++;
      }
    }
    lives.options();

    lives.finish();

    assertThat(crashes).isPositive();
    lives.assertThatAllIsThereOnce();
  }
}
