package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.LogRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole files, read by a run that goes on where another one stopped. */
class FileResumeTest {
  private static final String[] TEXTS = {"", "x", "grüße", "Ω сосед", "long ".repeat(60)};

  @TempDir Path folder;
  private Path log = Path.of("");
  private final FileDriver driver = new FileDriver(3);

  @BeforeEach
  void nameTheLog() {
    log = folder.resolve("auth.log");
  }

  @Test
  void aFileThatWasReadIsNotReadAgain() throws Exception {
    append(log, "one\ntwo\n");

    driver.run(log).run(log);

    assertThat(driver.lines()).containsExactly("one", "two");
  }

  @Test
  void ofAFileThatHasGrownOnlyTheNewLinesAreRead() throws Exception {
    append(log, "one\n");
    driver.run(log);
    append(log, "two\n");

    driver.run(log);

    assertThat(driver.lines()).containsExactly("one", "two");
    LogRecord two = driver.records.get(1);
    assertThat(two.position()).isEqualTo(4);
    assertThat(two.line()).isEqualTo(2);
    assertThat(two.id().incarnation()).isZero();
  }

  @Test
  void whatIsAddedToALastLineWithoutEndIsALineOfItsOwn() throws Exception {
    append(log, "one\ntw");
    driver.run(log);
    append(log, "o\nthree\n");

    driver.run(log);

    assertThat(driver.lines()).containsExactly("one", "tw", "o", "three");
  }

  @Test
  void theLateEndOfALastLineIsNoLine() throws Exception {
    append(log, "one\ntwo");
    driver.run(log);
    append(log, "\r\n\nfour\n");

    driver.run(log);

    assertThat(driver.lines()).containsExactly("one", "two", "", "four");
    assertThat(driver.records).extracting(LogRecord::line).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aFileWithAnotherTextIsReportedAndReadUnderTheNextIncarnation() throws Exception {
    append(log, "one\n");
    driver.run(log);
    Files.delete(log);
    append(log, "another\n");

    driver.run(log);

    assertThat(driver.lines()).containsExactly("one", "another");
    assertThat(driver.records.get(1).id().incarnation()).isEqualTo(1);
    assertThat(driver.unreadable)
        .containsExactly(
            "was truncated, or replaced, after 4 bytes of it were read;"
                + " is read again from its start");
  }

  @Test
  void aFileThatWasRotatedAndPackedIsNotReadAgain() throws Exception {
    append(log, "one\ntwo\n");
    driver.run(folder);
    Files.delete(log);
    append(log, "four\n");
    Files.write(folder.resolve("auth.log.1.gz"), gzip("one\ntwo\nthree\n"));

    driver.run(folder).run(folder);

    assertThat(driver.lines()).containsExactly("one", "two", "three", "four");
    assertThat(driver.unreadable).isEmpty();
    assertThat(driver.records.get(3).id().incarnation()).isEqualTo(1);
  }

  @Test
  void aRunThatIsKilledBetweenTheFilesOfARotationMissesNoneOfThem() throws Exception {
    append(log, "one\n");
    driver.run(folder);
    Files.move(log, folder.resolve("auth.log.1"));
    append(folder.resolve("auth.log.1"), "2\n3\n4\n5\n");
    append(log, "six\n");

    driver.runAndKill(1, folder).run(folder);

    assertThat(driver.lines()).containsExactly("one", "2", "3", "4", "5", "six");
    assertThat(driver.unreadable).isEmpty();
  }

  @Test
  void aFileThatIsNotThereForARunIsStillKnown() throws Exception {
    append(log, "one\n");
    Path other = folder.resolve("other.log");
    append(other, "a\n");

    driver.run(log).run(other).run(log, other);

    assertThat(driver.lines()).containsExactly("one", "a");
  }

  @Test
  void nobodyWaitsForAFileThatWasBeingReadAndIsGone() throws Exception {
    append(log, "1\n2\n3\n4\n5\n6\n7\n");
    driver.runAndKill(1, log);
    Path other = folder.resolve("other.log");
    append(other, "a\n");
    driver.ended.clear();

    driver.run(other);

    assertThat(driver.ended)
        .containsExactly(RotationOrder.rotationOf(log), RotationOrder.rotationOf(other));
  }

  @Test
  void eachRunReadsWhatComesThroughStandardInput() throws Exception {
    for (int run = 0; run < 2; run++) {
      driver.run(
          FileSource.builder()
              .standardInput(Input.standardInput(() -> new ByteArrayInputStream(bytes("one\n")))));
    }

    assertThat(driver.lines()).containsExactly("one", "one");
    assertThat(driver.records)
        .extracting(record -> record.id().incarnation())
        .containsExactly(0L, 1L);
  }

  @Test
  void theRestOfALineThatIsTooLongIsNoLineOfTheNextRun() throws Exception {
    append(log, "1\n2\n" + "x".repeat(3000) + "\nlast\n");
    FileDriver one = new FileDriver(1);
    for (int run = 0; run < 5; run++) {
      one.runAndKill(1, log);
    }

    assertThat(one.lines()).containsExactly("1", "2", "x".repeat(1024), "last");
  }

  @Test
  void refusesAPositionThatIsDamaged() {
    assertThatThrownBy(() -> driver.resumeFrom("files 1\nopen 0 x\n").run(log))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the saved position is damaged: line 2: offset: cannot read 'x'");
  }

  @Test
  void aPositionStaysSmallWhereFilesComeAndGo() {
    String saved =
        "files 1\n"
            + "done 0 0 1 whole - 5 0:e3b0c44298fc1c149afbf4c8996fb924"
                .concat(" 0:e3b0c44298fc1c149afbf4c8996fb924 FILE\n")
                .repeat(FilesPosition.MOST_ABSENT + 5);
    StringBuilder numbered = new StringBuilder();
    int number = 0;
    for (String line : saved.lines().toList()) {
      numbered.append(line.replace("FILE", "gone" + number++)).append('\n');
    }

    String again = new FilesRead(java.util.Optional.of(numbered.toString())).position().text();

    assertThat(again.lines()).hasSize(FilesPosition.MOST_ABSENT + 1);
  }

  /** Cut anywhere, resumed, grown, rotated and packed: each line once. */
  @Property
  void readsEachLineOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int batch,
      @ForAll @IntRange(min = 1, max = 8) int runs)
      throws Exception {
    try (OwnFolder own = OwnFolder.create()) {
      new History(new Random(seed), own.path(), new FileDriver(batch)).unfold(runs);
    }
  }

  /** What happens to two logs, and which lines were written to them. */
  private static final class History {
    private final Random random;
    private final Path folder;
    private final FileDriver driver;
    private final List<String> written = new ArrayList<>();
    private int rotations;

    History(Random random, Path folder, FileDriver driver) {
      this.random = random;
      this.folder = folder;
      this.driver = driver;
    }

    void unfold(int runs) throws Exception {
      for (int run = 0; run < runs; run++) {
        write("auth.log");
        write("mail.log");
        driver.runAndKill(random.nextInt(6), folder);
        if (random.nextInt(3) == 0) {
          rotate();
        }
      }
      driver.run(folder);
      assertThat(driver.lines()).containsExactlyInAnyOrderElementsOf(written);
      assertThat(driver.lines().stream().filter(line -> line.startsWith("auth")))
          .containsExactlyElementsOf(
              written.stream().filter(line -> line.startsWith("auth")).toList());
      assertThat(driver.records).extracting(LogRecord::id).doesNotHaveDuplicates();
      assertThat(driver.unreadable).isEmpty();
    }

    private void write(String name) throws IOException {
      append(folder.resolve(name), "");
      for (int i = random.nextInt(12); i > 0; i--) {
        String line = name + written.size() + TEXTS[random.nextInt(TEXTS.length)];
        written.add(line);
        append(folder.resolve(name), line + "\n");
      }
    }

    private void rotate() throws IOException {
      Path log = folder.resolve("auth.log");
      if (Files.exists(log) && Files.size(log) > 0) {
        for (int i = rotations++; i > 0; i--) {
          Files.move(member(i), member(i + 1));
        }
        if (random.nextBoolean()) {
          Files.write(member(1), gzip(Files.readString(log)));
          Files.delete(log);
        } else {
          Files.move(log, member(1));
        }
      }
    }

    private Path member(int age) {
      return folder.resolve("auth.log." + age);
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.write(file, bytes(text), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes(text));
    }
    return packed.toByteArray();
  }
}
