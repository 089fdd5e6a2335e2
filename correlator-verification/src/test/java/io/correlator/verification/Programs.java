package io.correlator.verification;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs of other people that tests talk to, where they are installed. */
final class Programs {
  private Programs() {}

  /** Skips the test where there is no such program. */
  static void assume(String name) {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    assumeTrue(found, "there is no program called " + name);
  }
}
