package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.sources.FollowDriver.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Very many files are followed with few of them open, and a position tells of all of them. */
class FollowTenThousandTest {
  private static final int FILES = 10_000;
  private static final Step NOTHING = () -> {};

  /** Those that the class path, the watch and the test itself have open come on top. */
  private static final int MOST_OPEN = 512;

  private static void append(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static Path file(Path folder, int number) {
    return folder.resolve("%d/%d.log".formatted(number % 100, number));
  }

  @Test
  void readsAllOfThemWithFewOpen(@TempDir Path folder) throws Exception {
    for (int i = 1; i < FILES; i++) {
      append(file(folder, i), "%d one\n%d two\n".formatted(i, i));
    }
    Path late = Files.createDirectory(folder.resolve("late"));
    FollowDriver driver =
        new FollowDriver(folder.resolve("unused"), 2048)
            .blockSize(4096)
            .wants(all -> all.path(late).glob(folder + "/*/*.log"));

    driver.run(
        () -> assertThat(openFiles(folder)).isBetween(1L, (long) MOST_OPEN),
        NOTHING,
        () -> driver.pass(Duration.ofSeconds(3)),
        () -> {
          assertThat(driver.unreadable).containsExactly("is a folder");
          Files.delete(late);
          append(late, "late\n");
          for (int i = 1; i < FILES; i++) {
            append(file(folder, i), i + " three\n");
          }
          driver.pass(Duration.ofSeconds(3));
        },
        () -> assertThat(openFiles(folder)).isBetween(1L, (long) MOST_OPEN));

    assertThat(driver.lines()).hasSize(3 * FILES - 2).contains("late").doesNotHaveDuplicates();
    assertThat(driver.unreadable).containsExactly("is a folder");
  }

  private static FollowDriver driver(Path folder, int batch) {
    return new FollowDriver(folder.resolve("unused"), batch)
        .blockSize(4096)
        .wants(all -> all.glob(folder + "/*/*.log"));
  }

  @Property(tries = 60)
  void goesOnFromAnyPositionOfAllFiles(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    try (OwnFolder own = OwnFolder.create()) {
      Path folder = own.path();
      int files = 1 + random.nextInt(3 * Places.PAGE);
      FollowDriver driver = driver(folder, 1 + random.nextInt(5));
      int[] written = new int[files];
      for (int life = 0; life < 4; life++) {
        driver.run(
            writes(random, folder, written),
            writes(random, folder, written),
            () -> driver.pass(Duration.ofMinutes(6)),
            writes(random, folder, written),
            () -> driver.pass(Duration.ofSeconds(3)),
            NOTHING);
        driver.crash(random.nextInt(driver.handOvers()));
      }
      driver.run(() -> driver.pass(Duration.ofSeconds(3)), NOTHING);

      var counts = driver.records.stream().collect(groupingBy(LogRecord::source, counting()));
      for (int i = 0; i < files; i++) {
        assertThat(counts.getOrDefault(file(folder, i).toString(), 0L)).isEqualTo(written[i]);
      }
      assertThat(driver.lines()).doesNotHaveDuplicates();
      assertThat(driver.unreadable).isEmpty();
    }
  }

  private static Step writes(Random random, Path folder, int[] written) {
    return () -> {
      for (int n = random.nextInt(30); n > 0; n--) {
        int i = random.nextInt(written.length);
        append(file(folder, i), "%d %d\n".formatted(i, written[i]++));
      }
    };
  }

  /** Those of this folder, of this process; 1 where the system does not tell. */
  private static long openFiles(Path folder) throws IOException {
    Path all = Path.of("/proc/self/fd");
    if (!Files.isDirectory(all)) {
      return 1;
    }
    try (Stream<Path> open = Files.list(all)) {
      return open.filter(each -> leadsTo(folder, each)).count();
    }
  }

  private static boolean leadsTo(Path folder, Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }
}
