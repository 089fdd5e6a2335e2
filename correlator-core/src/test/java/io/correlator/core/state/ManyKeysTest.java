package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More keys than fit, in a heap of 256 MiB: 2 million, or as many as the system property {@code
 * correlator.keys} says.
 */
final class ManyKeysTest {
  private static final int KEYS = Integer.getInteger("correlator.keys", 2_000_000);

  /** Bounded by the number of keys, and by the budget of bytes. */
  @ParameterizedTest
  @ValueSource(ints = {100_000, 16_000_000})
  void keysThatComeOnceNeitherExhaustTheHeapNorGetLost(int maxKeys) throws Exception {
    Map<String, Long> figures = figures(run(maxKeys));

    assertThat(figures.get("held") + figures.get("evicted")).isEqualTo(KEYS);
    assertThat(figures.get("held")).isBetween(100_000L, (long) maxKeys);
    assertThat(figures.get("bytes")).isLessThan(66L << 20);
    if (KEYS >= 10_000_000) {
      assertThat(figures.get("last")).isLessThanOrEqualTo(figures.get("second") * 3 / 2);
    }
  }

  private static String run(int maxKeys) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ManyKeys.class.getName(),
                Integer.toString(KEYS),
                Integer.toString(maxKeys))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    System.out.print(maxKeys + " keys at most: " + output);
    return output;
  }

  private static Map<String, Long> figures(String output) {
    Map<String, Long> figures = new HashMap<>();
    for (String figure : output.strip().split(" ", -1)) {
      String[] parts = figure.split("=");
      figures.put(parts[0], Long.parseLong(parts[1]));
    }
    return figures;
  }
}
