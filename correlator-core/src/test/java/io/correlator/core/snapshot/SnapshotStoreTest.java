package io.correlator.core.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.core.snapshot.SnapshotStore.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotStoreTest {
  @TempDir Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Optional<String> newest(SnapshotStore store) throws IOException {
    return store.newest().map(Snapshot::content).map(bytes -> new String(bytes, UTF_8));
  }

  @Test
  void givesBackTheNewestSnapshot() throws IOException {
    try (SnapshotStore store = SnapshotStore.open(data())) {
      assertThat(store.newest()).isEmpty();
      store.write(bytes("first"));
      store.write(bytes("second"));
    }

    try (SnapshotStore store = SnapshotStore.open(data())) {
      assertThat(newest(store)).hasValue("second");
      assertThat(store.problems()).isEmpty();
    }
  }

  @Test
  void keepsThreeSnapshots() throws IOException {
    try (SnapshotStore store = SnapshotStore.open(data())) {
      for (int i = 1; i <= 12; i++) {
        store.write(bytes("number " + i));
      }
      assertThat(newest(store)).hasValue("number 12");
    }

    assertThat(names(data().resolve("snapshots")))
        .containsExactlyInAnyOrder("snapshot-10", "snapshot-11", "snapshot-12");
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  @Test
  void putsADamagedSnapshotAsideAndTakesTheOneBefore() throws IOException {
    try (SnapshotStore store = SnapshotStore.open(data())) {
      store.write(bytes("first"));
      store.write(bytes("second"));
    }
    Path file = data().resolve("snapshots/snapshot-2");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    try (SnapshotStore store = SnapshotStore.open(data())) {
      assertThat(newest(store)).hasValue("first");
      assertThat(store.problems())
          .singleElement()
          .asString()
          .contains("snapshot-2", "checksum does not match");
      store.write(bytes("third"));
      assertThat(newest(store)).hasValue("third");
    }
    assertThat(data().resolve("quarantine/snapshot-2")).hasBinaryContent(bytes);
  }

  @Test
  void putsASnapshotAsideThatTheEngineRejects() throws IOException {
    try (SnapshotStore store = SnapshotStore.open(data())) {
      store.write(bytes("first"));
      store.write(bytes("second"));

      store.reject(store.newest().orElseThrow(), "it is of another engine");

      assertThat(newest(store)).hasValue("first");
      assertThat(store.problems()).singleElement().asString().endsWith("it is of another engine");
    }
  }

  @Test
  void ignoresWhatACrashLeftUnfinished() throws IOException {
    Files.createDirectories(data().resolve("snapshots"));
    Files.writeString(data().resolve("snapshots/unfinished"), "half of");

    try (SnapshotStore store = SnapshotStore.open(data())) {
      assertThat(store.newest()).isEmpty();
      store.write(bytes("whole"));
      assertThat(newest(store)).hasValue("whole");
    }
  }

  @Test
  void belongsToOneEngineAtATime() throws IOException {
    try (SnapshotStore store = SnapshotStore.open(data())) {
      assertThatThrownBy(() -> SnapshotStore.open(data()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another engine");
      assertThat(store.newest()).isEmpty();
    }
    SnapshotStore.open(data()).close();
  }

  @Test
  void isReadableForItsOwnerOnly() throws IOException {
    SnapshotStore.open(data()).close();

    assertThat(Files.getPosixFilePermissions(data()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  /** A golden data directory and whatever may happen to it on a disk. */
  static final class Damage {
    private Path directory = Path.of("");

    @BeforeTry
    void makeDirectory() throws IOException {
      directory = Files.createTempDirectory("snapshots");
    }

    @AfterTry
    void deleteDirectory() throws IOException {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }

    @Property(tries = 1000)
    void neverGivesWhatWasNotWritten(@ForAll long seed) throws IOException {
      Random random = new Random(seed);
      byte[][] contents = new byte[3][];
      Path snapshots = Files.createDirectory(directory.resolve("snapshots"));
      for (int i = 0; i < contents.length; i++) {
        contents[i] = new byte[random.nextInt(20_000)];
        random.nextBytes(contents[i]);
        // As the store does it, but for the disk, which would take its time.
        Files.write(
            snapshots.resolve("snapshot-" + (i + 1)), SnapshotFile.layout(i + 1, contents[i]));
      }
      int mutations = 1 + random.nextInt(4);
      for (int i = 0; i < mutations; i++) {
        damage(snapshots.resolve("snapshot-" + (1 + random.nextInt(3))), random);
      }

      try (SnapshotStore store = SnapshotStore.open(directory)) {
        Optional<Snapshot> found = store.newest();

        found.ifPresent(
            snapshot ->
                assertThat(snapshot.content()).isEqualTo(contents[(int) snapshot.number() - 1]));
        assertThat(store.newest().isPresent()).isEqualTo(found.isPresent());
      }
    }

    private static void damage(Path file, Random random) throws IOException {
      if (!Files.exists(file)) {
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length == 0) {
        return;
      }
      switch (random.nextInt(6)) {
        case 0 -> Files.write(file, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        case 1 -> Files.delete(file);
        case 2 -> Files.write(file, new byte[0]);
        case 3 -> {
          int from = random.nextInt(bytes.length);
          java.util.Arrays.fill(bytes, from, Math.min(bytes.length, from + 4096), (byte) 0);
          Files.write(file, bytes);
        }
        case 4 -> {
          int other = 1 + random.nextInt(3);
          Path sibling = file.resolveSibling("snapshot-" + other);
          if (Files.exists(sibling)) {
            byte[] swapped = Files.readAllBytes(sibling);
            Files.write(sibling, bytes);
            Files.write(file, swapped);
          }
        }
        default -> {
          for (int i = 1 + random.nextInt(64); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          }
          Files.write(file, bytes);
        }
      }
    }
  }
}
