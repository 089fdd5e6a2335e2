package io.correlator.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.LogRecord;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.core.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JournalTest {
  private static final JournalSettings SMALL =
      new JournalSettings(JournalSettings.LEAST_BYTES, JournalSettings.NEVER);

  private static final JournalSettings FORCING =
      new JournalSettings(JournalSettings.LEAST_BYTES, JournalSettings.defaults().forceEvery());

  private Path folder = Path.of("not made yet");

  @BeforeEach
  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("journal");
  }

  @AfterEach
  @AfterTry
  void deleteFolder() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** What was found in a journal. */
  private record Found(
      List<Long> positions, List<String> notes, List<String> ends, Recovered sum) {}

  private Journal open(JournalSettings settings, Disk disk) throws IOException {
    return Journal.open(
        folder.resolve("j"), folder.resolve("q"), settings, new JournalSpace(settings), disk);
  }

  private Journal open() throws IOException {
    return open(SMALL, Disk.REAL);
  }

  private static Found recover(Journal journal, Mark from)
      throws IOException, InterruptedException {
    List<Long> positions = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    Recovered sum =
        journal.recover(
            from,
            (records, end) -> {
              for (CapturedRecord record : records) {
                assertThat(record.raw().toString()).isEqualTo(text(record.position()));
                positions.add(record.position());
              }
              notes.addAll(end.notes());
              ends.add(end.position());
            });
    assertThat(sum.records()).isEqualTo(positions.size());
    return new Found(positions, notes, ends, sum);
  }

  private static String text(long position) {
    return "record %d %s".formatted(position, "x".repeat((int) (position * 31 % 900)));
  }

  private static List<LogRecord[]> records(long from, long to) {
    return List.<LogRecord[]>of(
        LongStream.range(from, to)
            .mapToObj(position -> Records.at(position, position, text(position)))
            .toArray(LogRecord[]::new));
  }

  private static Mark append(Journal journal, long from, long to) throws IOException {
    return journal.append(records(from, to), "at " + to, List.of());
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void givesBackWhatWasTakenAfterAPlace() throws Exception {
    Journal journal = open();
    Mark first = append(journal, 0, 3);
    append(journal, 3, 3);
    journal.append(records(3, 5), "at five", List.of("a note", ""));
    journal.close();

    Found all = recover(open(), Mark.BEGINNING);
    assertThat(all.positions()).isEqualTo(numbers(0, 5));
    assertThat(all.ends()).containsExactly("at 3", "at 3", "at five");
    Found rest = recover(open(), first);
    assertThat(rest.positions()).isEqualTo(numbers(3, 5));
    assertThat(rest.notes()).containsExactly("a note", "");
    assertThat(rest.sum()).isEqualTo(new Recovered(2, 0, 0, 0, List.of()));
  }

  @Test
  void goesOnCountingInEachRun() throws Exception {
    for (int run = 0; run < 5; run++) {
      Journal journal = open();
      Found found = recover(journal, Mark.BEGINNING);
      assertThat(found.positions()).isEqualTo(numbers(0, run * 10L));
      assertThat(append(journal, run * 10L, run * 10L + 10))
          .isEqualTo(new Mark(run + 1, run * 10L + 10));
      journal.close();
    }
  }

  /** A loss of power may cost the journal what the snapshot has. */
  @Test
  void goesOnBehindASnapshotThatIsAheadOfIt() throws Exception {
    Journal journal = open();
    append(journal, 0, 3);
    journal.close();

    Journal next = open();
    assertThat(recover(next, new Mark(7, 40)).positions()).isEmpty();
    assertThat(append(next, 40, 42)).isEqualTo(new Mark(8, 42));
    next.close();

    Found found = recover(open(), new Mark(7, 40));
    assertThat(found.positions()).isEqualTo(numbers(40, 42));
    assertThat(found.sum().lost()).isZero();
  }

  @Test
  void deletesFilesThatNoSnapshotNeeds() throws Exception {
    Journal journal = open();
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; files().size() < 6; i++) {
      marks.add(append(journal, i * 50L, i * 50L + 50));
    }
    Mark last = marks.get(marks.size() - 1);
    Mark third = marks.get(marks.size() / 2);

    journal.saved(third.number(), 3);
    journal.saved(last.number(), 3);
    assertThat(files()).as("two snapshots of this run: those before may go back").hasSize(6);
    journal.saved(last.number(), 3);
    int left = files().size();
    assertThat(left).isBetween(2, 5);
    assertThat(recover(open(), third).positions())
        .isEqualTo(numbers(third.records(), last.records()));

    journal.saved(last.number(), 3);
    assertThat(files()).hasSize(1);
    journal.close();
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(folder.resolve("j"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.resolve("j"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void whatWasNotFinishedIsNobodys() throws Exception {
    Journal journal = open();
    append(journal, 0, 3);
    long whole = Files.size(files().get(0));
    append(journal, 3, 6);
    journal.close();
    byte[] all = Files.readAllBytes(files().get(0));

    for (int length = (int) whole; length < all.length; length++) {
      Files.write(files().get(0), Arrays.copyOf(all, length));
      Found found = recover(open(), Mark.BEGINNING);
      assertThat(found.positions()).isEqualTo(numbers(0, 3));
      assertThat(found.sum().damages()).isEmpty();
      assertThat(found.sum().cutBytes()).isEqualTo(length - whole);
      assertThat(files().get(0)).hasSize(whole);
    }
  }

  /** The fault of a disk. */
  private enum Fault {
    TRUNCATED,
    FLIPPED,
    ZEROED,
    DELETED,
    SWAPPED,
    EMPTIED
  }

  private static final int BATCHES = 60;

  private void write() throws IOException {
    Journal journal = open();
    for (int i = 0; i < BATCHES; i++) {
      append(journal, i * 25L, i * 25L + 25);
    }
    journal.close();
  }

  @Property
  void damageCostsNoMoreThanWhatCannotBeReadAndThatIsCounted(
      @ForAll Fault fault, @ForAll long seed, @ForAll @IntRange(max = BATCHES) int saved)
      throws Exception {
    write();
    Random random = new Random(seed);
    damage(fault, random);
    Mark from = new Mark(saved, saved * 25L);

    Journal damaged = open();
    Found found = recover(damaged, from);
    Mark end = append(damaged, BATCHES * 25L, BATCHES * 25L + 1);
    damaged.close();

    assertThat(found.positions()).doesNotHaveDuplicates().isSorted();
    assertThat(found.positions()).allMatch(position -> position >= from.records());
    assertThat(found.positions().size() + found.sum().lost())
        .as("given and lost are all up to the last batch that can be read")
        .isEqualTo(end.records() - 1 - from.records());

    // It goes on, and finds the same again.
    Found again = recover(open(), from);
    List<Long> expected = new ArrayList<>(found.positions());
    expected.add(BATCHES * 25L);
    assertThat(again.positions()).isEqualTo(expected);
    assertThat(again.sum().lost()).isEqualTo(found.sum().lost());
  }

  private void damage(Fault fault, Random random) throws IOException {
    List<Path> files = files();
    Path file = files.get(random.nextInt(files.size()));
    byte[] bytes = Files.readAllBytes(file);
    switch (fault) {
      case TRUNCATED -> Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      case FLIPPED -> {
        IntStream.rangeClosed(0, random.nextInt(64))
            .forEach(i -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8)));
        Files.write(file, bytes);
      }
      case ZEROED -> {
        int start = random.nextInt(bytes.length);
        Arrays.fill(bytes, start, Math.min(bytes.length, start + 4096), (byte) 0);
        Files.write(file, bytes);
      }
      case DELETED -> Files.delete(file);
      case SWAPPED -> {
        Path other = files.get(random.nextInt(files.size()));
        Files.write(file, Files.readAllBytes(other));
        Files.write(other, bytes);
      }
      case EMPTIED -> Files.write(file, new byte[0]);
    }
  }

  @Test
  void aDamagedFileIsKeptAside() throws Exception {
    write();
    List<Path> before = files();
    byte[] bytes = Files.readAllBytes(before.get(1));
    bytes[bytes.length / 2] ^= 1;
    Files.write(before.get(1), bytes);

    Journal journal = open();
    Found found = recover(journal, Mark.BEGINNING);
    Mark last = append(journal, BATCHES * 25L, BATCHES * 25L + 1);
    for (int i = 0; i < 3; i++) {
      journal.saved(last.number(), 3);
    }
    journal.close();

    assertThat(found.sum().lost()).isPositive();
    assertThat(found.sum().damages()).singleElement().asString().contains("checksum");
    assertThat(folder.resolve("q").resolve("j-" + before.get(1).getFileName()))
        .hasBinaryContent(bytes);
    assertThat(files()).hasSize(1);
  }

  @Property(tries = 100)
  void aFullDiskTearsNothing(@ForAll @IntRange(min = 1, max = 400_000) int room) throws Exception {
    FullDisk disk = new FullDisk(room);
    Journal journal = open(SMALL, disk);
    long taken = 0;
    boolean wasFull = false;
    while (taken < 1000) {
      try {
        append(journal, taken, taken + 50);
        taken += 50;
      } catch (IOException e) {
        wasFull = true;
        assertThat(e).hasMessage("No space left on device");
        assertThatThrownBy(() -> append(journal, 0, 50)).isInstanceOf(IOException.class);
        assertThat(recover(copied(), Mark.BEGINNING).positions()).isEqualTo(numbers(0, taken));
        disk.free(100_000);
      }
    }
    journal.close();

    Found found = recover(open(), Mark.BEGINNING);
    assertThat(wasFull).isTrue();
    assertThat(found.positions()).isEqualTo(numbers(0, taken));
    assertThat(found.sum().lost()).isZero();
    assertThat(found.sum().damages()).isEmpty();
  }

  /** As another process would find it now: without cutting off what this one is writing. */
  private Journal copied() throws IOException {
    Path copy = folder.resolve("copy");
    Files.createDirectories(copy);
    for (Path file : files()) {
      Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
    }
    return Journal.open(copy, folder.resolve("q"), SMALL, new JournalSpace(SMALL), Disk.REAL);
  }

  @Test
  void whatIsTakenAfterTheDiskHasLostSomethingGoesToAnotherFile() throws Exception {
    FullDisk disk = new FullDisk(Long.MAX_VALUE);
    Journal journal = open(FORCING, disk);
    append(journal, 0, 5);
    disk.breakDown(true);

    assertThatThrownBy(journal::force).hasMessage("Input/output error");
    assertThatThrownBy(() -> append(journal, 5, 9)).hasMessage("Input/output error");
    disk.breakDown(false);
    append(journal, 5, 9);
    journal.close();

    assertThat(files()).hasSize(2);
    assertThat(recover(open(), Mark.BEGINNING).positions()).isEqualTo(numbers(0, 9));
  }

  private @Nullable IOException problem;

  @Test
  void aThreadThatIsInterruptedStillWrites() throws Exception {
    Journal journal = open(new JournalSettings(1 << 20, Duration.ZERO), Disk.REAL);
    Thread stopped =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                append(journal, 0, 5);
                append(journal, 5, 9);
              } catch (IOException e) {
                problem = e;
              }
            });
    stopped.start();
    stopped.join();

    assertThat(problem).isNull();
    journal.close();
    assertThat(recover(open(), Mark.BEGINNING).positions()).isEqualTo(numbers(0, 9));
  }
}
