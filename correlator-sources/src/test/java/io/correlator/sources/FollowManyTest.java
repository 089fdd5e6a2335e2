package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.correlator.api.LogRecord;
import io.correlator.sources.FollowDriver.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that come and go, in folders and as patterns mean them. */
class FollowManyTest {
  private static final Step NOTHING = () -> {};

  @TempDir Path folder;
  private FollowDriver driver;

  @BeforeEach
  void makeDriver() {
    driver = driver(3);
  }

  private FollowDriver driver(int batch) {
    return new FollowDriver(folder.resolve("unused"), batch)
        .wants(all -> all.glob(folder + "/*.log"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return Files.setLastModifiedTime(file, FileTime.from(driver.clock().instant()));
  }

  /** Long enough that nothing more is expected of a file. */
  private Step later() {
    return () -> driver.pass(Duration.ofMinutes(2));
  }

  private Set<String> identities() {
    return driver.records.stream()
        .map(
            record ->
                "%s %d %d %s"
                    .formatted(
                        folder.relativize(Path.of(record.source())),
                        record.id().incarnation(),
                        record.id().position(),
                        record.raw()))
        .collect(toSet());
  }

  @Test
  void readsWhatIsThereAndWhatComes() throws Exception {
    write("a.log", "a1\n");

    driver.run(() -> write("b.log", "b1\n"), () -> write("a.log", "a2\n"), NOTHING);

    assertThat(driver.records)
        .extracting(LogRecord::source, LogRecord::raw)
        .containsExactly(
            tuple(folder.resolve("a.log").toString(), "a1"),
            tuple(folder.resolve("b.log").toString(), "b1"),
            tuple(folder.resolve("a.log").toString(), "a2"));
  }

  @Test
  void readsNewFilesFromTheirStartAndOldOnesFromTheirEnd() throws Exception {
    write("a.log", "a1\n");

    driver
        .startAt(FollowSource.Start.END)
        .run(() -> write("b.log", "b1\n"), () -> write("a.log", "a2\n"), NOTHING);

    assertThat(driver.lines()).containsExactly("b1", "a2");
  }

  @Test
  void followsAFolderAndAllBelow() throws Exception {
    driver.wants(all -> all.folder(folder.resolve("logs")));

    driver.run(
        () -> write("logs/a", "one\n"),
        () -> write("logs/deep/er/b", "two\n"),
        () -> write("logs/.hidden", "three\n"),
        NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two");
  }

  @Test
  void goesOnInEachFile() throws Exception {
    write("a.log", "a1\n");
    write("b.log", "b1\n");
    driver.run(NOTHING);
    write("a.log", "a2\n");
    write("b.log", "b2\n");
    write("c.log", "c1\n");

    driver.restart().run(NOTHING);

    assertThat(identities())
        .containsExactlyInAnyOrder(
            "a.log 0 0 a1", "a.log 0 3 a2", "b.log 0 0 b1", "b.log 0 3 b2", "c.log 0 0 c1");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void readsARotationAsOneLog() throws Exception {
    driver.wants(all -> all.folder(folder));
    write("app.log.1", "old\n");
    write("app.log.2.gz", "packed\n");
    write("app.log", "one\n");

    driver.runUntilSettled(
        () -> Files.move(folder.resolve("app.log.1"), folder.resolve("app.log.2")),
        () -> Files.move(folder.resolve("app.log"), folder.resolve("app.log.1")),
        () -> write("app.log.1", "two\n"),
        () -> write("app.log", "three\n"));

    assertThat(identities())
        .containsExactlyInAnyOrder("app.log 0 0 one", "app.log 0 4 two", "app.log 1 0 three");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void findsTheRestOfAFileThatWasRenamedWhileItWasStoppedAndNotMadeAgain() throws Exception {
    write("app.log", "one\n");
    driver.run(NOTHING);
    write("app.log", "two\n");
    Files.move(folder.resolve("app.log"), folder.resolve("app.log.1"));

    driver.restart().run(NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void findsWhatWasRotatedBetweenItsMakingAndTheNextSearch() throws Exception {
    driver.runUntilSettled(
        () -> {
          write("app.log", "one\n");
          Files.move(folder.resolve("app.log"), folder.resolve("app.log.1"));
          write("app.log", "two\n");
        });

    assertThat(driver.lines()).containsExactly("one", "two");
  }

  /** Log4j and others put the number before the end of the name, and the pattern means that too. */
  @Test
  void readsAFileOnceThatIsRenamedToWhatIsMeantToo() throws Exception {
    write("app.log", "one\n");

    driver.run(
        () -> Files.move(folder.resolve("app.log"), folder.resolve("app-1.log")),
        () -> write("app.log", "three\n"),
        () -> write("app-1.log", "two\n"),
        later(),
        NOTHING,
        later(),
        NOTHING,
        () -> write("app-1.log", "four\n"),
        NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two", "three", "four");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void readsAFileOnceThatWasRenamedToWhatIsMeantTooWhileItWasStopped() throws Exception {
    write("app.log", "one\n");
    driver.run(NOTHING);
    write("app.log", "two\n");
    Files.move(folder.resolve("app.log"), folder.resolve("app-1.log"));
    write("app.log", "three\n");

    driver.restart().runUntilSettled(later(), NOTHING);
    driver.restart().runUntilSettled(later(), NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two", "three");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void readsAFileOnceThatWasRenamedAltogetherWhileItWasStopped() throws Exception {
    write("app.log", "one\n");
    driver.run(NOTHING);
    write("app.log", "two\n");
    Files.move(folder.resolve("app.log"), folder.resolve("other.log"));

    driver.restart().runUntilSettled(later(), NOTHING);
    driver.restart().runUntilSettled(later(), NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void readsEachLineOnceWhileNumbersBeforeTheEndOfTheNameGoUp() throws Exception {
    write("app.log", "0\n");
    Step[] steps = new Step[30];
    for (int i = 0; i < steps.length; i++) {
      int number = i;
      steps[i] =
          number % 3 != 0
              ? later()
              : () -> {
                for (int old = number; old > 0; old--) {
                  Path from = folder.resolve("app-" + old + ".log");
                  if (Files.exists(from)) {
                    Files.move(from, folder.resolve("app-" + (old + 1) + ".log"));
                  }
                }
                Files.move(folder.resolve("app.log"), folder.resolve("app-1.log"));
                write("app.log", (number / 3 + 1) + "\n");
              };
    }

    driver.run(steps).restart().run(NOTHING, later(), NOTHING);
    driver.crash(driver.handOvers() / 2).run(NOTHING, later(), NOTHING, later(), NOTHING);

    assertThat(driver.lines())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(0, 10).mapToObj(Integer::toString).toList());
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void readsAFileUnderOneOfItsNames() throws Exception {
    Path real = write("app-1.log", "one\n");
    Files.createSymbolicLink(folder.resolve("app.log"), real);
    Files.createLink(folder.resolve("hard.log"), real);

    driver.run(() -> write("app-1.log", "two\n"), NOTHING, NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two");
    assertThat(driver.records)
        .extracting(LogRecord::source)
        .containsOnly(folder.resolve("app-1.log").toString());
  }

  @Test
  void readsAllOfWhatCameWhileItWasStopped() throws Exception {
    driver.startAt(FollowSource.Start.END).run(NOTHING);
    driver.pass(Duration.ofMinutes(1));
    write("app.log", "one\n");
    Files.move(folder.resolve("app.log"), folder.resolve("app.log.1"));
    write("app.log", "two\n");
    write("other.txt", "three\n");

    driver
        .wants(all -> all.glob(folder + "/*.log").glob(folder + "/*.txt"))
        .restart()
        .runUntilSettled();

    assertThat(driver.lines()).containsExactly("one", "two");
  }

  @Test
  void finishesFilesThatAreGoneAndKnowsThemWhenTheyComeBack() throws Exception {
    write("a.log", "one\nunfinished");

    driver.run(
        () -> Files.move(folder.resolve("a.log"), folder.resolve("away")),
        NOTHING,
        later(),
        NOTHING,
        () -> Files.move(folder.resolve("away"), folder.resolve("a.log")),
        () -> write("a.log", "two\n"),
        NOTHING,
        () -> Files.delete(folder.resolve("a.log")),
        NOTHING,
        later(),
        NOTHING,
        () -> write("a.log", "three\n"),
        NOTHING);

    assertThat(identities())
        .containsExactlyInAnyOrder(
            "a.log 0 0 one", "a.log 0 4 unfinished", "a.log 0 14 two", "a.log 1 0 three");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void forgetsTheFilesThatAreGoneForLongest() throws Exception {
    driver = driver(1000);
    Step[] steps =
        IntStream.range(0, 3 * GoneFiles.MOST / 100)
            .mapToObj(
                round ->
                    (Step)
                        () -> {
                          for (int i = 0; i < 50; i++) {
                            Files.deleteIfExists(folder.resolve(round - 1 + "-" + i + ".log"));
                            write(round + "-" + i + ".log", "x\n");
                          }
                          driver.pass(Duration.ofMinutes(2));
                        })
            .toArray(Step[]::new);

    driver.run(steps);

    assertThat(driver.position().lines().filter(line -> line.startsWith("gone")).count())
        .isEqualTo(GoneFiles.MOST);
    assertThat(driver.records).hasSize(50 * steps.length);
  }

  @Test
  void findsFilesAlsoWhenNobodySaysThatTheyCame() throws Exception {
    driver.watch(
        new FolderWatch() {
          @Override
          public void watch(Set<Path> folders) {}

          @Override
          public boolean hasNews() {
            return false;
          }

          @Override
          public void close() {}
        });

    driver.run(
        () -> write("a.log", "one\n"),
        () -> assertThat(driver.records).isEmpty(),
        () -> driver.pass(FollowedFiles.SEARCH_INTERVAL),
        () -> assertThat(driver.lines()).containsExactly("one"));

    assertThat(driver.lines()).containsExactly("one");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void hearsOfNewFiles() throws Exception {
    try (FolderWatch watch = FolderWatch.real()) {
      Path gone = Files.createDirectory(folder.resolve("gone"));
      watch.watch(Set.of(folder, gone));
      assertThat(watch.hasNews()).as("what came before it was watched").isTrue();
      Files.delete(gone);
      write("a.log", "one\n");
      while (!watch.hasNews()) {
        Thread.onSpinWait();
      }
      watch.watch(Set.of(folder, gone, folder.resolve("nowhere")));
    }
  }

  @Test
  void closesFilesThatAreQuietAndReadsThemWhenTheyAreNot() throws Exception {
    write("a.log", "one\nhalf");
    long before = openFiles();

    driver.run(
        () -> driver.pass(Duration.ofMinutes(6)),
        NOTHING,
        () -> assertThat(openFiles()).isEqualTo(before),
        () -> write("a.log", "way\n"),
        () -> driver.pass(Duration.ofSeconds(3)),
        () -> driver.pass(Duration.ofMinutes(6)),
        NOTHING,
        () -> {
          Files.move(folder.resolve("a.log"), folder.resolve("a.log.1"));
          write("a.log.1", "late\n");
          write("a.log", "two\n");
        },
        () -> driver.pass(Duration.ofSeconds(3)),
        NOTHING,
        () -> driver.pass(Duration.ofSeconds(3)),
        NOTHING);

    assertThat(driver.lines()).containsExactly("one", "halfway", "late", "two");
    assertThat(driver.unreadable).isEmpty();
  }

  /** Those of this folder, of this process; 0 where the system does not tell. */
  private long openFiles() throws IOException {
    Path all = Path.of("/proc/self/fd");
    if (!Files.isDirectory(all)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(all)) {
      return open.filter(this::leadsHere).count();
    }
  }

  private boolean leadsHere(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void hasSomeOfManyFilesOpen() throws Exception {
    driver = driver(1000);
    int files = 3 * OpenFiles.MOST;
    for (int i = 0; i < files; i++) {
      write(i + ".log", i + " one\n" + i + " two\n");
    }
    long[] open = new long[2];

    driver.run(
        () -> open[0] = openFiles(),
        () -> {
          for (int i = 0; i < files; i++) {
            write(i + ".log", i + " three\n");
          }
        },
        () -> driver.pass(Duration.ofSeconds(3)),
        () -> open[1] = openFiles(),
        NOTHING);

    assertThat(open[0]).isLessThanOrEqualTo(OpenFiles.MOST);
    assertThat(open[1]).isLessThanOrEqualTo(OpenFiles.MOST);
    assertThat(driver.lines()).hasSize(3 * files).doesNotHaveDuplicates();
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void followsNoMoreFilesThanItMayAndSaysSo() throws Exception {
    driver.wants(all -> all.glob(folder + "/*.log").maxFiles(2));
    for (String name : List.of("a.log", "b.log", "c.log", "d.log")) {
      write(name, name + "\n");
    }

    driver.run(NOTHING, () -> Files.delete(folder.resolve("a.log")), NOTHING, later(), NOTHING);

    assertThat(driver.lines()).containsExactly("a.log", "b.log", "c.log");
    assertThat(driver.unreadable)
        .containsExactly(
            "2 files are followed already: this one and others are not",
            "2 files are followed already: this one and others are not");
  }

  @Test
  void followsWhatIsNamedAndMeantOnce() throws Exception {
    Path a = write("a.log", "one\n");
    driver.wants(all -> all.path(a).folder(folder).glob(folder + "/*.log"));

    driver.run(() -> Files.delete(a), later(), NOTHING, () -> write("a.log", "two\n"), NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two");
  }

  @Test
  void doesNotReadAgainAfterTheFolderWasAway() throws Exception {
    driver.wants(all -> all.folder(folder.resolve("logs")));
    write("logs/a", "one\n".repeat(100));

    driver.run(
        () -> Files.move(folder.resolve("logs"), folder.resolve("away")),
        NOTHING,
        later(),
        NOTHING,
        () -> Files.move(folder.resolve("away"), folder.resolve("logs")),
        () -> write("logs/a", "two\n"),
        NOTHING);

    assertThat(driver.lines()).hasSize(101).endsWith("one", "two");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void readsAllOfAFileThatGetsTheInodeOfAnother() throws Exception {
    for (int i = 0; i < 20; i++) {
      int number = i;
      write("a" + i + ".log", "line " + i + "\n");
      driver.run(
          NOTHING, () -> Files.delete(folder.resolve("a" + number + ".log")), later(), NOTHING);
      driver.restart();
    }

    assertThat(driver.lines())
        .containsExactlyElementsOf(
            IntStream.range(0, 20).mapToObj(number -> "line " + number).toList());
  }

  @Test
  void keepsWhatItKnowsOfFilesThatAreNotMeantThisTime() throws Exception {
    write("a.log", "one\n");
    driver.run(NOTHING).restart();
    driver.wants(all -> all.glob(folder + "/*.txt")).run(NOTHING).restart();
    write("a.log", "two\n");

    driver.wants(all -> all.glob(folder + "/*.log")).run(NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two");
  }

  @Test
  void saysOnceWhatIsWrongWithSavedMarks() {
    for (String text : List.of("follow 1\nnothing 1\n", "follow 1\nfile 1\n")) {
      assertThatThrownBy(() -> driver.resumeFrom(text).run(NOTHING))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("line 2");
    }
  }

  /** A file system that only knows whole seconds. */
  @Test
  void readsWhatLooksAsOldAsBefore() throws Exception {
    Path a = write("a.log", "one\n");
    FileTime time = FileTime.from(driver.clock().instant());
    Files.setLastModifiedTime(a, time);

    driver.run(
        () -> driver.pass(Duration.ofMinutes(6)),
        NOTHING,
        () -> {
          write("a.log", "two\n");
          Files.setLastModifiedTime(a, time);
        },
        () -> driver.pass(Duration.ofSeconds(3)),
        NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two");
  }
}
