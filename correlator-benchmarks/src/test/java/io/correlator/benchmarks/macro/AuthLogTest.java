package io.correlator.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuthLogTest {
  private static final int LINES = 20_000;

  private static String write(long seed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AuthLog.write(out, LINES, seed);
    return out.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void isTheSameForTheSameSeed() throws IOException {
    assertThat(write(7)).isEqualTo(write(7)).isNotEqualTo(write(8));
  }

  @Test
  void hasAsManyLinesAsAskedForAndTwoThousandInEachSecond() throws IOException {
    List<String> lines = write(7).lines().toList();

    assertThat(lines).hasSize(LINES);
    assertThat(lines.subList(0, 2_000)).allMatch(line -> line.contains("Dec 10 06:55:46 "));
    assertThat(lines.subList(2_000, 4_000)).allMatch(line -> line.contains("Dec 10 06:55:47 "));
  }

  @Test
  void isMostlyFailedPasswords() throws IOException {
    long failed = write(7).lines().filter(line -> line.contains(": Failed password for ")).count();

    assertThat((double) failed / LINES).isCloseTo(0.6, within(0.05));
  }

  @Test
  void countsTheFailedPasswordsThatItWrites() throws IOException {
    Counts counts = AuthLog.write(new ByteArrayOutputStream(), LINES, 7);

    assertThat(counts.failed())
        .isEqualTo(write(7).lines().filter(line -> line.contains(": Failed password")).count());
    assertThat(counts.succeeded())
        .isEqualTo(write(7).lines().filter(line -> line.contains(": Accepted ")).count());
  }

  @Test
  void countsInALogThatIsThereAlreadyWhatItCountedWhenItWroteIt(@TempDir Path folder)
      throws IOException {
    AuthLog written = AuthLog.in(folder, LINES, 7);

    assertThat(AuthLog.of(written.file()).counts()).isEqualTo(written.counts());
  }

  @Test
  void isUsedAgain(@TempDir Path folder) throws IOException {
    Path file = AuthLog.in(folder, LINES, 7).file();
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(file, longAgo);

    AuthLog again = AuthLog.in(folder, LINES, 7);

    assertThat(Files.getLastModifiedTime(again.file())).isEqualTo(longAgo);
    assertThat(again.counts()).isEqualTo(AuthLog.write(new ByteArrayOutputStream(), LINES, 7));
  }
}
