package io.correlator.core.snapshot;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.util.Objects.requireNonNull;

import io.correlator.core.fault.CrashPoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one engine in its data directory: {@code snapshots/snapshot-7} and the two
 * before it. A snapshot is written under another name, forced to disk and then renamed, so whatever
 * has its name is whole. What is damaged all the same is moved to {@code quarantine} and never
 * deleted.
 *
 * <p>The directory belongs to one engine at a time, which holds a lock on it. For one thread at a
 * time.
 */
public final class SnapshotStore implements AutoCloseable {
  /** So many snapshots are kept: whoever finds the newest damaged goes back to one before. */
  public static final int KEPT = 3;

  private static final Pattern NAME = Pattern.compile("snapshot-(\\d{1,18})");
  private static final String UNFINISHED = "unfinished";

  private final Path snapshots;
  private final Path quarantine;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final List<String> problems = new ArrayList<>();
  private long latest;

  private SnapshotStore(Path directory, FileChannel lockFile, FileLock lock) throws IOException {
    this.lockFile = lockFile;
    this.lock = lock;
    this.snapshots = makeDirectory(directory.resolve("snapshots"));
    this.quarantine = directory.resolve("quarantine");
    this.latest = numbers().stream().findFirst().orElse(0L);
    Files.deleteIfExists(snapshots.resolve(UNFINISHED));
  }

  /** What was saved. */
  public static final class Snapshot {
    private final long number;
    private final byte[] content;

    private Snapshot(long number, byte[] content) {
      this.number = number;
      this.content = content;
    }

    /** Counts the snapshots of a directory, from 1. */
    public long number() {
      return number;
    }

    /** The bytes, as they were written. For whoever restores them; not copied. */
    public byte[] content() {
      return content;
    }
  }

  /**
   * The snapshots in {@code directory}, which is made, for its owner only, if it is not there.
   *
   * @throws IOException if it cannot be used, also because another engine does
   */
  public static SnapshotStore open(Path directory) throws IOException {
    makeDirectory(requireNonNull(directory, "directory"));
    FileChannel lockFile =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock lock = tryLock(lockFile);
      if (lock == null) {
        throw new IOException(
            "%s is in use by another engine: give each engine a data directory of its own"
                .formatted(directory));
      }
      return new SnapshotStore(directory, lockFile, lock);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static Path makeDirectory(Path directory) throws IOException {
    try {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return Files.createDirectory(directory, forOwnerOnly());
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
      return directory;
    }
  }

  private static FileAttribute<?>[] forOwnerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * The newest snapshot that is whole, if there is one. Damaged ones are put aside; {@link
   * #problems} tells.
   *
   * @throws IOException if the directory cannot be read
   */
  public Optional<Snapshot> newest() throws IOException {
    for (long number : numbers()) {
      Path file = file(number);
      try {
        return Optional.of(new Snapshot(number, SnapshotFile.read(file, number)));
      } catch (DamagedSnapshotException e) {
        putAside(file);
        problems.add(e.getMessage());
      }
    }
    return Optional.empty();
  }

  /**
   * Puts the snapshot aside whose content makes no sense to the engine, although it is what was
   * written.
   */
  public void reject(Snapshot snapshot, String reason) throws IOException {
    problems.add("%s cannot be used: %s".formatted(file(snapshot.number()), reason));
    putAside(file(snapshot.number()));
  }

  private void putAside(Path file) throws IOException {
    makeDirectory(quarantine);
    Path target = quarantine.resolve(file.getFileName());
    for (int i = 2; Files.exists(target); i++) {
      target = quarantine.resolve(file.getFileName() + "." + i);
    }
    Files.move(file, target);
  }

  /** What was damaged, for people. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * Saves a snapshot. When this returns, it has reached the disk.
   *
   * @throws IOException if it cannot be written; the snapshots before it are as they were
   */
  public void write(byte[] content) throws IOException {
    long number = latest + 1;
    Path unfinished = snapshots.resolve(UNFINISHED);
    Files.deleteIfExists(unfinished);
    SnapshotFile.write(unfinished, number, content);
    CrashPoint.FILE_FORCED.reach();
    Files.move(unfinished, file(number), ATOMIC_MOVE);
    CrashPoint.SNAPSHOT_RENAMED.reach();
    latest = number;
    force(snapshots);
    CrashPoint.FOLDER_FORCED.reach();
    for (long old : numbers()) {
      if (old <= number - KEPT) {
        Files.deleteIfExists(file(old));
        CrashPoint.OLD_DELETED.reach();
      }
    }
  }

  private static void force(Path directory) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private Path file(long number) {
    return snapshots.resolve("snapshot-" + number);
  }

  /** The numbers of the snapshots there are, newest first. */
  private List<Long> numbers() throws IOException {
    try (Stream<Path> files = Files.list(snapshots)) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Long.parseLong(name.group(1)))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /** Lets go of the directory. */
  @Override
  public void close() throws IOException {
    try (lockFile) {
      lock.release();
    }
  }
}
