package io.correlator.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.correlator.api.LogRecord;
import io.correlator.sources.FollowDriver.Step;
import io.correlator.sources.format.AutoFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowSourceTest {
  private static final Step NOTHING = () -> {};

  @TempDir Path folder;
  private FollowDriver driver;
  private Path log;

  @BeforeEach
  void makeDriver() {
    log = folder.resolve("app.log");
    driver = new FollowDriver(log);
  }

  @Test
  void readsWhatIsAppended() throws Exception {
    driver.append("one\n");

    driver.run(() -> driver.append("two\r\nthree\n"), () -> driver.append("four\n"));

    assertThat(driver.lines()).containsExactly("one", "two", "three", "four");
    assertThat(driver.records.stream().map(LogRecord::position)).containsExactly(0L, 4L, 9L, 15L);
    assertThat(driver.records.stream().map(LogRecord::line)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(driver.records.get(0).source()).isEqualTo(log.toString());
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void waitsForTheEndOfALine() throws Exception {
    driver.append("one\ntw");

    driver.run(NOTHING, NOTHING);
    assertThat(driver.lines()).containsExactly("one");

    driver.restart().run(() -> driver.append("o\n"));
    assertThat(driver.lines()).containsExactly("one", "two");
  }

  @Test
  void waitsForTheEndOfAnObject() throws Exception {
    driver.format(new AutoFormat()).append("{\n  \"a\": 1,\n  \"b");

    driver.run(NOTHING, () -> driver.append("\": 2\n"));
    assertThat(driver.lines()).isEmpty();

    driver.restart().run(() -> driver.append("}\nx\n"));
    assertThat(driver.lines()).containsExactly("{\n  \"a\": 1,\n  \"b\": 2\n}", "x");
    assertThat(driver.records.stream().map(LogRecord::line)).containsExactly(1L, 5L);
  }

  @Test
  void waitsForAFileThatIsNotThere() {
    driver
        .startAt(FollowSource.Start.END)
        .run(NOTHING, () -> driver.append("one\n"), () -> driver.append("two\n"));

    assertThat(driver.lines()).containsExactly("one", "two");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void waitsForAFileInAFolderThatIsNotThere() {
    FollowDriver deep = new FollowDriver(folder.resolve("deep").resolve("app.log"));

    deep.run(
        () -> Files.createDirectory(folder.resolve("deep")), NOTHING, () -> deep.append("one\n"));

    assertThat(deep.lines()).containsExactly("one");
  }

  @Test
  void doesNotForgetThatItWaitedForAFile() throws Exception {
    driver.startAt(FollowSource.Start.END).run(NOTHING);
    driver.append("one\n");

    driver.restart().run(NOTHING);

    assertThat(driver.lines()).containsExactly("one");
  }

  @Test
  void startsWithTheFirstLineThatEndsLater() throws Exception {
    driver.append("x".repeat(20_000) + "\none\ntw");

    driver.startAt(FollowSource.Start.END).run(() -> driver.append("o\nthree\n"));

    assertThat(driver.lines()).containsExactly("two", "three");
    assertThat(driver.records.get(0).position()).isEqualTo(20_005);
    assertThat(driver.records.get(1).line()).as("it was not counted").isZero();
  }

  @Test
  void startsWithTheOnlyLineIfItIsNotFinished() throws Exception {
    driver.append("on");

    driver.startAt(FollowSource.Start.END).run(() -> driver.append("e\n"));

    assertThat(driver.lines()).containsExactly("one");
  }

  @Test
  void startsBehindALineThatIsTooLong() throws Exception {
    driver.append("x".repeat(100_000));

    driver.startAt(FollowSource.Start.END).run(() -> driver.append("x\none\n"));

    assertThat(driver.lines()).containsExactly("one");
  }

  @Test
  void prefersWhatWasSavedToTheEnd() throws Exception {
    driver.append("one\n");
    driver.run(NOTHING);
    driver.append("two\n");

    driver.startAt(FollowSource.Start.END).restart().run(NOTHING);

    assertThat(driver.lines()).containsExactly("one", "two");
  }

  @Test
  void goesOnInTheNewFileAfterARotation() throws Exception {
    driver.append("one\n");

    driver.runUntilSettled(
        () -> {
          driver.rotate();
          driver.append("two\n");
        });

    assertThat(driver.lines()).containsExactly("one", "two");
    assertThat(driver.records.get(1).id().incarnation()).isEqualTo(1);
    assertThat(driver.records.get(1).position()).isZero();
    assertThat(driver.records.get(1).line()).isEqualTo(1);
  }

  @Test
  void readsWhatIsWrittenToAFileThatWasRenamed() throws Exception {
    driver.append("one\n");

    driver.runUntilSettled(
        driver::rotate,
        () -> Files.writeString(driver.beside(".1"), "one\ntwo\n"),
        () -> driver.append("four\n"),
        () -> Files.writeString(driver.beside(".1"), "one\ntwo\nthree\n"));

    assertThat(driver.lines()).containsExactly("one", "two", "three", "four");
  }

  @Test
  void staysWithTheOldFileForAWhileAfterTheNewOneIsBegun() throws Exception {
    driver.append("one\n");

    driver
        .runUntilSettled(driver::rotate, () -> driver.append("two\n"))
        .restart()
        .run(() -> Files.writeString(driver.beside(".1"), "one\nlate\n"));

    assertThat(driver.lines()).containsExactly("one", "two", "late");
  }

  @Test
  void readsAFileThatWasDeletedToItsEnd() throws Exception {
    driver.append("one\n".repeat(100));

    driver.blockSize(512).run(() -> driver.append("two\n".repeat(10_000)), () -> Files.delete(log));

    assertThat(driver.lines()).hasSize(10_100);
  }

  @Test
  void findsFilesThatCameAndWentBetweenTwoLooks() throws Exception {
    driver.append("one\n");

    driver.runUntilSettled(
        () -> {
          for (String line : new String[] {"two\n", "three\n", "four\n"}) {
            driver.rotate();
            driver.append(line);
          }
        });

    assertThat(driver.lines()).containsExactly("one", "two", "three", "four");
    assertThat(driver.records.stream().map(record -> record.id().incarnation()))
        .containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void findsFilesThatCameAndWentWhileItWasStopped() throws Exception {
    driver.append("one\n");
    driver.run(NOTHING);
    driver.append("one and a half\n");
    for (String line : new String[] {"two\n", "three\n"}) {
      driver.rotate();
      driver.append(line);
    }

    driver.restart().runUntilSettled();

    assertThat(driver.lines()).containsExactly("one", "one and a half", "two", "three");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void findsFilesThatAreNamedAfterDays() throws Exception {
    driver.append("one\n");
    driver.run(NOTHING);
    for (int day = 1; day <= 3; day++) {
      Files.move(log, driver.beside("-2026030" + day));
      Files.setLastModifiedTime(driver.beside("-2026030" + day), FileTime.fromMillis(1));
      driver.append("day " + day + "\n");
    }

    driver.restart().runUntilSettled();

    assertThat(driver.lines()).containsExactly("one", "day 1", "day 2", "day 3");
  }

  @Test
  void findsFilesThatAreNamedInNoKnownOrderByTheirTimes() throws Exception {
    driver.append("one\n");
    driver.run(NOTHING);
    long time = System.nanoTime() / 1_000_000;
    for (String name : new String[] {".old", ".10-b", ".9-a"}) {
      Files.move(log, driver.beside(name));
      Files.setLastModifiedTime(driver.beside(name), FileTime.fromMillis(time++));
      driver.append("after " + name + "\n");
    }

    driver.restart().runUntilSettled();

    assertThat(driver.lines()).containsExactly("one", "after .old", "after .10-b", "after .9-a");
  }

  @Test
  void doesNotReadFilesThatWereThereBefore() throws Exception {
    driver.append("old\n");
    driver.rotate();
    Files.writeString(driver.beside("-error"), "other\n");
    driver.append("one\n");

    driver.runUntilSettled(
        () -> Files.writeString(driver.beside("-error"), "other\nmore\n"),
        () -> {
          driver.rotate();
          driver.append("two\n");
        });

    assertThat(driver.lines()).containsExactly("one", "two");
  }

  @Test
  void doesNotReadOldFilesWhenTheOneItReadIsGone() throws Exception {
    driver.append("old\n");
    driver.rotate();
    Files.setLastModifiedTime(driver.beside(".1"), FileTime.from(Instant.EPOCH));
    driver.append("one\n");
    driver.run(NOTHING);
    Files.delete(log);
    driver.append("two\n");

    driver.restart().runUntilSettled();

    assertThat(driver.lines()).containsExactly("one", "two");
    assertThat(driver.unreadable).hasSize(1);
  }

  @Test
  void readsWhatWasPackedBeforeItWasRead() throws Exception {
    driver.append("one\n");

    driver.runUntilSettled(
        () -> {
          driver.rotate();
          driver.append("two\n");
          driver.rotate();
          FollowDriver.pack(driver.beside(".1"));
          driver.append("three\n");
        });

    assertThat(driver.lines()).containsExactly("one", "two", "three");
    assertThat(driver.records).extracting(LogRecord::source).containsOnly(log.toString());
    assertThat(driver.records.get(1).id().incarnation()).isEqualTo(1);
    assertThat(driver.unreadable).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void readsTheRestOfAFileThatWasPackedWhileItWasStopped(int lines) throws Exception {
    driver.append("one\n".repeat(lines));
    driver.run(NOTHING);
    driver.append("last\nunfinished");
    driver.rotate();
    driver.append("two\n");
    driver.rotate();
    FollowDriver.pack(driver.beside(".1"));
    FollowDriver.pack(driver.beside(".2"));
    driver.append("three\n");

    driver.restart().runUntilSettled();

    assertThat(driver.lines())
        .hasSize(lines + 4)
        .endsWith("one", "last", "unfinished", "two", "three");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void goesOnInAnArchive() throws Exception {
    driver.append("one\n");
    driver.run(NOTHING);
    driver.append("two\n".repeat(200));
    driver.rotate();
    FollowDriver.pack(driver.beside(".1"));
    driver.append("last\n");
    driver.restart().runUntilSettled();
    List<LogRecord> undisturbed = List.copyOf(driver.records);

    for (int at = driver.handOvers() - 2; at >= 0; at--) {
      driver.crash(at).runUntilSettled();
      assertThat(driver.records)
          .extracting(LogRecord::id)
          .containsExactlyElementsOf(undisturbed.stream().map(LogRecord::id).toList());
    }
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void doesNotReadAgainWhatIsPackedWhileItIsFollowed() throws Exception {
    driver.append("one\n");

    driver.runUntilSettled(
        driver::rotate,
        () -> Files.writeString(driver.beside(".1"), "one\nlate\n"),
        () -> FollowDriver.pack(driver.beside(".1")),
        () -> driver.append("two\n"),
        NOTHING);

    assertThat(driver.lines()).containsExactly("one", "late", "two");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void leavesAnArchiveAloneUntilItIsComplete() throws Exception {
    driver.append("one\n");
    driver.run(NOTHING);
    driver.append("two\n");
    driver.rotate();
    driver.append("three\n");
    Files.write(driver.beside(".1.gz"), new byte[] {0x1f, (byte) 0x8b, 8});

    driver.restart().runUntilSettled(NOTHING, () -> FollowDriver.pack(driver.beside(".1")));

    assertThat(driver.lines()).containsExactly("one", "two", "three");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void saysOnceWhatIsWrongWithAnArchive() throws Exception {
    driver.append("one\n");
    driver.run(NOTHING);
    driver.rotate();
    driver.append("two\n".repeat(10));
    driver.rotate();
    FollowDriver.pack(driver.beside(".1"));
    byte[] archive = Files.readAllBytes(driver.beside(".1.gz"));
    Files.write(driver.beside(".1.gz"), Arrays.copyOf(archive, archive.length - 4));
    driver.append("three\n");

    driver.restart().runUntilSettled();

    assertThat(driver.lines()).hasSize(12).startsWith("one", "two").endsWith("two", "three");
    assertThat(driver.unreadable)
        .containsExactly(
            "the archive breaks off after 40 bytes of text; the whole lines up to there were read");
  }

  @Test
  void saysThatAnUnreadFileWasPackedInAWayThatItDoesNotKnow() throws Exception {
    driver.append("one\n");

    driver.runUntilSettled(
        () -> {
          driver.rotate();
          driver.append("two\n");
          driver.rotate();
          Files.move(driver.beside(".1"), driver.beside(".1.xz"));
          driver.append("three\n");
        });

    assertThat(driver.lines()).containsExactly("one", "three");
    assertThat(driver.unreadable).containsExactly("app.log.1.xz was packed before it was read");
  }

  @Test
  void doesNotReadAgainWhatComesBackAsAnotherFile() throws Exception {
    Path deep = Files.createDirectory(folder.resolve("deep"));
    FollowDriver mounted = new FollowDriver(deep.resolve("app.log"));
    mounted.append("one\n".repeat(100));

    mounted.run(
        () -> Files.move(deep, folder.resolve("away")),
        NOTHING,
        () -> {
          Files.createDirectory(deep);
          Files.copy(folder.resolve("away/app.log"), mounted.log);
          mounted.append("two\n");
        },
        NOTHING,
        NOTHING);

    assertThat(mounted.lines()).hasSize(101).endsWith("one", "two");
    assertThat(mounted.unreadable).isEmpty();
  }

  @Test
  void followsALinkThatTakesTheNameOfAFile() throws Exception {
    driver.append("one\n");
    Path other = Files.writeString(folder.resolve("other"), "two\n");

    driver.runUntilSettled(
        () -> Files.delete(log),
        () -> Files.createSymbolicLink(log, other),
        NOTHING,
        () -> Files.writeString(other, "two\nthree\n"));

    assertThat(driver.lines()).containsExactly("one", "two", "three");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void takesTheUnfinishedLastLineOfARotatedFileForALine() throws Exception {
    driver.append("one\ntw");

    driver.runUntilSettled(
        () -> {
          driver.rotate();
          driver.append("three\n");
        });

    assertThat(driver.lines()).containsExactly("one", "tw", "three");
  }

  @Test
  void readsAFileThatWasTruncatedFromItsStart() throws Exception {
    driver.append("one\ntwo\n");

    driver.run(() -> Files.writeString(log, "new\n"), () -> driver.append("next\n"));

    assertThat(driver.lines()).containsExactly("one", "two", "new", "next");
    assertThat(driver.records.get(2).id().incarnation()).isEqualTo(1);
    assertThat(driver.unreadable).singleElement().asString().contains("truncated");
  }

  @Test
  void readsAFileThatWasEmptiedFromItsStart() throws Exception {
    driver.append("one\ntwo\n");

    driver
        .run(() -> Files.writeString(log, ""))
        .restart()
        .run(NOTHING, () -> driver.append("new\n"));

    assertThat(driver.lines()).containsExactly("one", "two", "new");
    assertThat(driver.unreadable).hasSize(1);
  }

  @Test
  void noticesATruncatedFileThatHasGrownBeyondItsOldSize() throws Exception {
    driver.append("one\ntwo\n");

    driver.run(() -> Files.writeString(log, "something much longer\n"));

    assertThat(driver.lines()).containsExactly("one", "two", "something much longer");
  }

  @Test
  void readsAFileThatWasTruncatedWhileItWasStoppedOnce() throws Exception {
    driver.append("one\n".repeat(500));
    driver.run(NOTHING);
    Files.writeString(log, "new\n");

    for (int i = 0; i < 6; i++) {
      driver.restart().run(NOTHING);
    }

    assertThat(driver.lines()).hasSize(501).endsWith("new");
    assertThat(driver.unreadable).hasSize(1);
  }

  @Test
  void noticesThatWhatItReadWasReplacedWhileItWasStopped() throws Exception {
    driver.append("one\n".repeat(500));
    driver.run(NOTHING);
    Files.writeString(log, "two\n".repeat(600));

    driver.restart().run(NOTHING).restart().run(NOTHING);

    assertThat(driver.lines()).hasSize(1100);
    assertThat(driver.unreadable).hasSize(1);
  }

  @Test
  void readsOnInTheCopyOfAFileThatWasCopiedAndTruncated() throws Exception {
    driver.append("one\n".repeat(500));
    driver.run(NOTHING);
    driver.append("last\n");
    Files.copy(log, driver.beside(".1"));
    Files.writeString(log, "new\n");

    driver.restart().runUntilSettled();

    assertThat(driver.lines()).hasSize(502).endsWith("last", "new");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void readsOnInAFileThatWasRestoredElsewhere() throws Exception {
    driver.append("one\n".repeat(500));
    driver.run(NOTHING);
    byte[] text = Files.readAllBytes(log);
    Files.move(log, folder.resolve("kept"));
    Files.write(log, text);

    driver.restart().run(() -> driver.append("two\n"));

    assertThat(driver.lines()).hasSize(501);
  }

  @Test
  void readsAllOfAFileThatGotTheInodeOfAnother() throws Exception {
    int reused = 0;
    Object last = "";
    for (int cycle = 0; cycle < 1000; cycle++) {
      driver.append("cycle %d\nof many\n".formatted(cycle));
      Object key = Files.readAttributes(log, "fileKey").get("fileKey");
      reused += String.valueOf(key).equals(String.valueOf(last)) ? 1 : 0;
      last = String.valueOf(key);
      driver.run().restart();
      Files.delete(log);
    }

    assertThat(driver.lines()).hasSize(2000);
    assertThat(driver.lines().get(1998)).isEqualTo("cycle 999");
    assumeFalse(reused == 0, "inodes are not reused here");
  }

  @Test
  void goesOnAtEveryByteOfALine() throws Exception {
    byte[] text = "grüße\r\nΩ\n\nсосед\r\nlast\n".getBytes(UTF_8);
    for (int cut = 0; cut <= text.length; cut++) {
      FollowDriver each = new FollowDriver(folder.resolve("cut" + cut));
      each.append(Arrays.copyOf(text, cut));
      each.run(NOTHING).restart();
      each.append(Arrays.copyOfRange(text, cut, text.length));

      each.run(NOTHING);

      assertThat(each.lines()).containsExactly("grüße", "Ω", "", "сосед", "last");
    }
  }

  @Test
  void goesOnWithinALineThatIsTooLong() throws Exception {
    driver.append("x".repeat(100_000));
    driver.run(NOTHING);
    driver.append("x".repeat(100_000));
    driver.restart().run(NOTHING);
    driver.append("x\nnext\n");

    driver.restart().run(NOTHING);

    assertThat(driver.records).hasSize(2);
    assertThat(driver.records.get(0).is(LogRecord.Flag.TRUNCATED)).isTrue();
    assertThat(driver.lines().get(1)).isEqualTo("next");
    assertThat(driver.records.get(1).line()).isEqualTo(2);
  }

  @Test
  void followsALink() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, log);
    FollowDriver linked = new FollowDriver(link);
    driver.append("one\n");

    linked.runUntilSettled(
        () -> {
          driver.rotate();
          driver.append("two\n");
          driver.rotate();
          driver.append("three\n");
        });

    assertThat(linked.lines()).containsExactly("one", "two", "three");
    assertThat(linked.records.get(0).source()).isEqualTo(link.toString());
  }

  @Test
  void saysOnceThatAFileIsForbiddenAndReadsItWhenItMay() throws Exception {
    driver.append("one\n");
    assumeFalse(Files.getOwner(log).getName().equals("root"), "this user may read everything");

    driver.run(
        () -> allow("---------"),
        NOTHING,
        () -> {
          driver.rotate();
          driver.append("two\n");
          allow("---------");
        },
        NOTHING,
        NOTHING,
        () -> allow("rw-------"),
        NOTHING);

    assertThat(driver.unreadable).containsExactly("permission denied");
    assertThat(driver.lines()).containsExactly("one", "two");
  }

  private void allow(String permissions) throws java.io.IOException {
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void saysOnceThatAFolderIsNoFile() throws Exception {
    Files.createDirectory(log);

    driver.run(
        NOTHING,
        NOTHING,
        () -> {
          Files.delete(log);
          driver.append("one\n");
        });

    assertThat(driver.unreadable).containsExactly("is a folder");
    assertThat(driver.lines()).containsExactly("one");
  }

  @Test
  void doesNotReadUtf16OrArchives() throws Exception {
    Files.write(log, "one\n".getBytes(UTF_16));

    driver.runUntilSettled(
        NOTHING,
        () -> {
          driver.rotate();
          Files.write(log, "\u001f\u008b\b\0\0".getBytes(ISO_8859_1));
        },
        NOTHING);

    assertThat(driver.lines()).isEmpty();
    assertThat(driver.unreadable).containsExactly(Reasons.UTF_16, Reasons.PACKED);
  }

  @Test
  void skipsAByteOrderMarkHoweverItComes() {
    driver.run(
        () -> driver.append(new byte[] {(byte) 0xef}),
        () -> driver.append(new byte[] {(byte) 0xbb, (byte) 0xbf}),
        () -> driver.append("one\n"));

    assertThat(driver.lines()).containsExactly("one");
    assertThat(driver.records.get(0).position()).isEqualTo(3);
  }

  @Test
  void givesALineWithoutTimeTheTimeOfItsArrival() {
    driver.run(() -> driver.append("one\n"), () -> driver.append("two\n"));

    assertThat(driver.records.get(0).timestamp()).isEqualTo("2026-03-02T12:00:00.200Z");
    assertThat(driver.records.get(1).timestamp()).isEqualTo("2026-03-02T12:00:00.400Z");
  }

  @Test
  void saysWhatIsWrongWithASavedPosition() throws Exception {
    driver.append("one\n");
    driver.run(NOTHING);
    String position = driver.position();

    assertThatThrownBy(() -> driver.resumeFrom("follow 9\n").run())
        .hasMessageContaining("'follow\\u00209'")
        .hasMessageContaining("follow 1");
    assertThatThrownBy(() -> driver.resumeFrom("").run()).hasMessageContaining("follow 1");
    assertThatThrownBy(() -> driver.resumeFrom(position.replace("file 0 4", "file 0 x")).run())
        .hasMessageContaining("line 3: offset: cannot read 'x'");
    assertThatThrownBy(() -> driver.resumeFrom(position.replace("file", "pile")).run())
        .hasMessageContaining("line 3: kind: cannot read 'pile'");
    assertThatThrownBy(() -> driver.resumeFrom(position.replaceAll(" \\S+\n$", "")).run())
        .hasMessageContaining("line 3: key");
  }

  @Test
  void keepsAnyNameOfAFileInItsPosition() throws Exception {
    FollowDriver odd = new FollowDriver(folder.resolve("a b\nfile \\u0041\u202e"));
    odd.append("one\n");
    odd.run(NOTHING);
    odd.append("two\n");

    odd.restart().run(NOTHING);

    assertThat(odd.lines()).containsExactly("one", "two");
    assertThat(odd.position().lines()).hasSize(3);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void stopsWhenInterruptedWhileItWaits() throws Exception {
    driver.append("one\n");
    FakeSourceContext context =
        new FakeSourceContext() {
          @Override
          public void flush() {
            Thread.currentThread().interrupt();
          }
        };

    FollowSource source =
        FollowSource.builder()
            .path(log)
            .start(FollowSource.Start.BEGINNING)
            .interval(Duration.ofHours(1))
            .build();

    assertThatThrownBy(() -> source.run(context)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void tellsItsFormatAndName() {
    assertThat(FollowSource.of(log).formats()).hasOnlyElementsOfType(AutoFormat.class);
    assertThat(FollowSource.of(Path.of("a"), Path.of("b")).name()).isEqualTo("a and 1 more");
    assertThat(FollowSource.of(log).isLive()).isTrue();
  }

  @Test
  void refusesWhatMakesNoSense() {
    FollowSource.Builder builder = FollowSource.builder();
    assertThatThrownBy(builder::build).hasMessageContaining("nothing to follow");
    assertThatThrownBy(() -> builder.interval(Duration.ZERO)).hasMessageContaining("interval");
    assertThatThrownBy(() -> builder.settle(Duration.ofDays(1))).hasMessageContaining("settle");
    assertThatThrownBy(() -> builder.maxRecordLength(1)).hasMessageContaining("maxRecordLength");
  }
}
