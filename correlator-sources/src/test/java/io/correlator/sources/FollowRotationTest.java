package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.RecordId;
import io.correlator.sources.FollowDriver.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever is written, renamed, looked at, stopped and killed in whatever order: each line comes
 * once, in order, and always with the same identity.
 */
class FollowRotationTest {
  private static final String[] TEXTS = {"", "x", "grüße", "Ω сосед", "long ".repeat(60)};

  @Property(tries = 1000)
  void readsEachLineOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int batch,
      @ForAll @IntRange(min = 16, max = 400) int blockSize)
      throws IOException {
    try (OwnFolder own = OwnFolder.create()) {
      new History(new Random(seed), own.path(), batch, blockSize).unfold();
    }
  }

  /** What becomes of a log when it is rotated. */
  private enum Way {
    NUMBERED,
    DATED,
    COPIED
  }

  /** What happens to one log, and what was written to it. */
  private static final class History {
    private final Random random;
    private final FollowDriver driver;
    private final List<String> written = new ArrayList<>();
    private final Map<RecordId, String> known = new HashMap<>();
    private final Way way;

    private byte[] unwritten = new byte[0];
    private String unfinished = "";
    private int count;
    private int day = 10;

    History(Random random, Path folder, int batch, int blockSize) {
      this.random = random;
      this.driver = new FollowDriver(folder.resolve("app.log"), batch).blockSize(blockSize);
      this.way = Way.values()[random.nextInt(Way.values().length)];
      if (random.nextBoolean()) {
        driver.wants(all -> all.glob(folder + "/*.log"));
      }
    }

    void unfold() throws IOException {
      int runs = 1 + random.nextInt(5);
      for (int i = 0; i < runs; i++) {
        driver.run(
            Stream.generate(() -> (Step) this::happen)
                .limit(random.nextInt(8))
                .toArray(Step[]::new));
        remember();
        goBack();
        happen();
      }
      finish();
      driver.runUntilSettled(() -> {}).restart().runUntilSettled();
      remember();

      assertThat(driver.lines()).isEqualTo(written);
      assertThat(driver.unreadable).isEmpty();
    }

    /** A few things between two looks. */
    private void happen() throws IOException {
      int rotations = 0;
      for (int i = random.nextInt(6); i > 0; i--) {
        if (random.nextInt(3) > 0) {
          append();
        } else if (rotations < 3 && Files.exists(driver.log)) {
          rotate();
          rotations++;
        }
      }
    }

    /**
     * Writes some bytes, which may end anywhere in a line or in a character; but not if a file may
     * begin with the same bytes after it was truncated.
     */
    private void append() throws IOException {
      if (unwritten.length == 0) {
        String text = count + " " + TEXTS[random.nextInt(TEXTS.length)] + " " + count++;
        unfinished = text;
        unwritten = (text + (random.nextBoolean() ? "\n" : "\r\n")).getBytes(UTF_8);
      }
      write(
          way == Way.COPIED || random.nextBoolean()
              ? unwritten.length
              : random.nextInt(unwritten.length + 1));
    }

    private void write(int size) throws IOException {
      driver.append(Arrays.copyOf(unwritten, size));
      unwritten = Arrays.copyOfRange(unwritten, size, unwritten.length);
      if (unwritten.length == 0 && !unfinished.isEmpty()) {
        written.add(unfinished);
        unfinished = "";
      }
    }

    /** A writer finishes its line before it goes on to another file. */
    private void finish() throws IOException {
      write(unwritten.length);
    }

    private void rotate() throws IOException {
      finish();
      switch (way) {
        case NUMBERED -> driver.rotate();
        case DATED -> Files.move(driver.log, driver.beside("-202603" + day++));
        case COPIED -> driver.copyAndTruncate();
      }
    }

    private void goBack() {
      switch (random.nextInt(3)) {
        case 0 -> driver.crash(random.nextInt(driver.handOvers()));
        case 1 ->
            driver.crash(driver.handOvers() - 1 - random.nextInt(Math.min(3, driver.handOvers())));
        default -> driver.restart();
      }
    }

    private void remember() {
      for (LogRecord record : driver.records) {
        assertThat(known.computeIfAbsent(record.id(), unused -> record.raw()))
            .isEqualTo(record.raw());
      }
    }
  }
}
