package io.correlator.verification.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process follows a file that is rotated all the time, in the ways in which that is done, and is
 * killed meanwhile: each line is there once.
 */
final class RotationIT {
  private static final int ROTATIONS =
      Integer.getInteger("correlator.rotations", 100) / Rotation.values().length;
  private static final int LINES_PER_FILE = 250;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void readsEachLineOnce(Rotation rotation) throws Exception {
    NumberedLog log = new NumberedLog(folder.resolve("numbers.log"), LINES_PER_FILE, rotation);
    ManyLives lives = new ManyLives(folder, 100, log);

    // What a life has not saved, and what is written ahead, must still be there for the next one.
    lives.live(2 + ROTATIONS / 10, ROTATIONS * LINES_PER_FILE);

    lives.assertThatAllIsThereOnce();
  }
}
