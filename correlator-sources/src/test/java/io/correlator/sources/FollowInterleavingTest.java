package io.correlator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.sources.FollowDriver.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What {@link FollowRaceTest} finds by chance: each step of a rotation happens before each look
 * that the reader takes at the files, in all combinations, so that it happens between any two looks
 * of any listing, opening and listing again.
 */
class FollowInterleavingTest {
  /**
   * So many looks of the reader lie between two steps of the writer, at most. With 10, a whole
   * listing does.
   */
  private static final int LOOKS = Integer.getInteger("correlator.scale", 1) > 1 ? 10 : 3;

  /** So many steps a writer takes. */
  private static final int STEPS = 4;

  private static final int TURNS = 12;

  @Test
  void readsEachLineOnceWhileNumbersGoUp() throws IOException {
    inAllOrders(
        folder -> {
          write(folder, "app.log.1", "zero\n");
          return List.of(
              () -> Files.move(folder.resolve("app.log.1"), folder.resolve("app.log.2")),
              () -> Files.move(folder.resolve("app.log"), folder.resolve("app.log.1")),
              () -> write(folder, "app.log", "three\n"),
              () -> write(folder, "app.log", "four\n"));
        });
  }

  @Test
  void readsEachLineOnceWhileTwoRotationsFollowEachOther() throws IOException {
    inAllOrders(
        folder ->
            List.of(
                () -> Files.move(folder.resolve("app.log"), folder.resolve("app.log-20260302")),
                () -> write(folder, "app.log", "three\n"),
                () -> Files.move(folder.resolve("app.log"), folder.resolve("app.log-20260303")),
                () -> write(folder, "app.log", "four\n")));
  }

  @Test
  void readsEachLineOnceWhileOldOnesArePacked() throws IOException {
    inAllOrders(
        folder ->
            List.of(
                () -> Files.move(folder.resolve("app.log"), folder.resolve("app.log.1")),
                () -> write(folder, "app.log", "three\nfour\n"),
                () -> Files.write(folder.resolve("app.log.1.gz"), new byte[] {0x1f, (byte) 0x8b}),
                () -> FollowDriver.pack(folder.resolve("app.log.1"))));
  }

  @Test
  void readsEachLineOnceWhileTheNameGoesToAnotherFile() throws IOException {
    inAllOrders(
        folder ->
            List.of(
                () -> Files.delete(folder.resolve("app.log")),
                () -> Files.createFile(folder.resolve("app.log")),
                () -> write(folder, "app.log", "three\n"),
                () -> write(folder, "app.log", "four\n")));
  }

  @Test
  void readsWhatAWriterSaysThatHasNotNoticed() throws IOException {
    inAllOrders(
        folder ->
            List.of(
                () -> Files.move(folder.resolve("app.log"), folder.resolve("app.log.1")),
                () -> Files.createFile(folder.resolve("app.log")),
                () -> write(folder, "app.log.1", "three\n"),
                () -> write(folder, "app.log", "four\n")));
  }

  @Test
  void readsEachLineOnceWhileItIsCopiedAndTruncated() throws IOException {
    inAllOrders(
        folder ->
            List.of(
                () -> copy(folder, "app.log", "app.log.1"),
                () -> truncate(folder, "app.log"),
                () -> write(folder, "app.log", "three\n"),
                () -> write(folder, "app.log", "four\n")));
  }

  @Test
  void readsEachLineOnceWhileItIsCopiedAndTruncatedTwice() throws IOException {
    inAllOrders(
        folder ->
            List.of(
                () -> {
                  copy(folder, "app.log", "app.log.1");
                  truncate(folder, "app.log");
                  write(folder, "app.log", "three\n");
                },
                () -> Files.move(folder.resolve("app.log.1"), folder.resolve("app.log.2")),
                () -> copy(folder, "app.log", "app.log.1"),
                () -> {
                  truncate(folder, "app.log");
                  write(folder, "app.log", "four\n");
                }));
  }

  /** What the writer does, one step after the other. */
  @FunctionalInterface
  private interface Writer {
    List<Step> steps(Path folder) throws IOException;
  }

  private static void inAllOrders(Writer writer) throws IOException {
    int[] gaps = new int[STEPS];
    do {
      try (OwnFolder own = OwnFolder.create()) {
        readWhile(own.path(), gaps, writer.steps(own.path()));
      }
    } while (next(gaps));
  }

  private static boolean next(int[] gaps) {
    for (int i = 0; i < gaps.length; i++) {
      if (++gaps[i] <= LOOKS) {
        return true;
      }
      gaps[i] = 0;
    }
    return false;
  }

  private static void readWhile(Path folder, int[] gaps, List<Step> steps) throws IOException {
    write(folder, "app.log", "one\ntwo\n");
    Deque<Step> left = new ArrayDeque<>(steps);
    // The writer begins when the reader has seen what there is.
    int[] looks = {Integer.MIN_VALUE};
    Runnable look =
        () -> {
          while (!left.isEmpty() && looks[0] == gaps[gaps.length - left.size()]) {
            looks[0] = 0;
            happen(left.remove());
          }
          looks[0]++;
        };
    FollowDriver driver = new FollowDriver(SteppedFiles.path(folder.resolve("app.log"), look));

    List<Step> turns = new ArrayList<>(Collections.nCopies(TURNS, look::run));
    turns.set(0, () -> looks[0] = 0);
    driver.runUntilSettled(turns.toArray(Step[]::new));

    assertThat(left).isEmpty();
    assertThat(driver.unreadable).as(Arrays.toString(gaps)).isEmpty();
    assertThat(driver.lines())
        .as(Arrays.toString(gaps))
        .containsExactly("one", "two", "three", "four");
    assertThat(driver.records).extracting(LogRecord::id).doesNotHaveDuplicates();
  }

  private static void copy(Path folder, String from, String to) throws IOException {
    Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void truncate(Path folder, String name) throws IOException {
    Files.newByteChannel(
            folder.resolve(name), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
        .close();
  }

  private static void happen(Step step) {
    try {
      step.happen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(
        folder.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
