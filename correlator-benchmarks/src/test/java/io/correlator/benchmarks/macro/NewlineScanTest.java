package io.correlator.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewlineScanTest {
  @TempDir private Path folder;

  @Test
  void countsTheNewlinesAmongAnyBytes() throws IOException {
    byte[] bytes = new byte[300_001];
    new SplittableRandom(1).nextBytes(bytes);
    long newlines = 0;
    for (byte b : bytes) {
      newlines += b == '\n' ? 1 : 0;
    }
    Path file = Files.write(folder.resolve("bytes"), bytes);

    assertThat(NewlineScan.lines(file)).isEqualTo(newlines);
  }
}
