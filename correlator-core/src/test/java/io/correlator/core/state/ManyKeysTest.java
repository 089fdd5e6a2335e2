package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More keys than fit, in a heap of 256 MiB: 2 million, or as many as the system property {@code
 * correlator.keys} says, which must be whole millions.
 */
final class ManyKeysTest {
  private static final int KEYS = Integer.getInteger("correlator.keys", 2_000_000);

  private record Figures(long held, long evicted, long bytes, long second, long last) {}

  /** Bounded by the number of keys, and by the budget of bytes. */
  @ParameterizedTest
  @ValueSource(ints = {100_000, 16_000_000})
  void keysThatComeOnceNeitherExhaustTheHeapNorGetLost(int maxKeys) throws Exception {
    Figures figures = figures(run(maxKeys));

    assertThat(figures.held() + figures.evicted()).isEqualTo(KEYS);
    assertThat(figures.held()).isBetween(100_000L, (long) maxKeys);
    assertThat(figures.bytes()).isLessThan(80L << 20);
    if (KEYS >= 10_000_000) {
      assertThat(figures.last()).isLessThanOrEqualTo(figures.second() * 3 / 2);
    }
  }

  private static String run(int maxKeys) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", "")
                    + File.pathSeparator
                    + System.getProperty("java.class.path"),
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

  private static Figures figures(String output) {
    Matcher numbers =
        Pattern.compile("held=(\\d+) evicted=(\\d+) bytes=(\\d+) second=(\\d+) last=(\\d+)")
            .matcher(output.strip());
    assertThat(numbers.matches()).as(output).isTrue();
    return new Figures(
        Long.parseLong(numbers.group(1)),
        Long.parseLong(numbers.group(2)),
        Long.parseLong(numbers.group(3)),
        Long.parseLong(numbers.group(4)),
        Long.parseLong(numbers.group(5)));
  }
}
