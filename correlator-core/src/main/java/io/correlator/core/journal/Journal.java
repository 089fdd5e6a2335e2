package io.correlator.core.journal;

import io.correlator.api.LogRecord;
import io.correlator.api.capture.CaptureWriter;
import io.correlator.api.capture.CapturedBatch;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.core.fault.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one source has taken, in batches, in files in the format of captures. A batch is in it
 * wholly or not at all. A run goes on in a file of its own; files are deleted when nobody goes back
 * to what is in them.
 *
 * <p>Each file begins with the place at which it goes on, and each batch ends with its number and
 * the number of all records up to it: from these, {@link Recovery} knows what is missing.
 *
 * <p>For one thread, but for {@link #force} and {@link #saved}.
 */
public final class Journal {
  private final Path folder;
  private final Path quarantine;
  private final JournalSettings settings;
  private final JournalSpace space;
  private final Disk disk;
  private final boolean isEmpty;

  // What several threads use. Nobody waits for the disk while holding the second.
  private final Object forcing = new Object();
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final Deque<Long> snapshots = new ArrayDeque<>();
  private volatile Disk.@Nullable File file;
  private volatile boolean isDirty;
  private volatile boolean isNew;
  private volatile boolean isDoubtful;

  private @Nullable CaptureWriter writer;
  private @Nullable SegmentChannel channel;
  private Mark mark = Mark.BEGINNING;
  private String position = "";
  private long fileNumber;
  private long filled;
  private long length;

  /** The batch after which the file was begun. */
  private long opened;

  private Journal(
      Path folder, Path quarantine, JournalSettings settings, JournalSpace space, Disk disk)
      throws IOException {
    this.folder = folder;
    this.quarantine = quarantine;
    this.settings = settings;
    this.space = space;
    this.disk = disk;
    segments.addAll(Segment.in(folder));
    isEmpty = segments.isEmpty();
    for (Segment segment : segments) {
      space.add(segment.bytes());
      fileNumber = Segment.number(segment.file());
    }
  }

  /** Takes what was in a journal, batch by batch. */
  @FunctionalInterface
  public interface Backlog {
    /**
     * A batch; some of its records may be missing.
     *
     * @throws InterruptedException if that is enough
     */
    void take(List<CapturedRecord> records, CapturedBatch end) throws InterruptedException;
  }

  /**
   * The journal in a folder, which is made if it is not there.
   *
   * @param quarantine where damaged files are put when they are not needed any more
   * @throws IOException if it cannot be used
   */
  public static Journal open(
      Path folder, Path quarantine, JournalSettings settings, JournalSpace space, Disk disk)
      throws IOException {
    Files.createDirectories(folder);
    return new Journal(folder, quarantine, settings, space, disk);
  }

  /** Whether there was nothing to {@link #recover}. Any thread may ask. */
  public boolean isEmpty() {
    return isEmpty;
  }

  /**
   * Gives what was taken after a place. Once, before anything is appended.
   *
   * @throws IOException if a file cannot be cut
   * @throws InterruptedException as {@code backlog} does; nothing must be appended then
   */
  public Recovered recover(Mark from, Backlog backlog) throws IOException, InterruptedException {
    Recovery recovery = new Recovery(from, backlog);
    List<Segment> before = List.copyOf(segments);
    List<Segment> known = recovery.read(before);
    synchronized (segments) {
      segments.clear();
      segments.addAll(known);
    }
    for (int i = 0; i < known.size(); i++) {
      space.add(known.get(i).bytes() - before.get(i).bytes());
    }
    mark = recovery.mark();
    position = recovery.position();
    return recovery.result();
  }

  /**
   * Appends a batch. When this returns, it survives the process.
   *
   * @param newPosition where the source stands after it
   * @return the place after it
   * @throws IOException if it cannot be written; it is not in the journal then, and may be appended
   *     again
   */
  public Mark append(Collection<LogRecord[]> records, String newPosition, List<String> notes)
      throws IOException {
    long count = mark.records();
    for (LogRecord[] some : records) {
      count += some.length;
    }
    Mark next = new Mark(mark.number() + 1, count);
    try {
      CaptureWriter to = writer();
      for (LogRecord[] some : records) {
        for (LogRecord record : some) {
          to.write(record);
        }
      }
      to.write(new CapturedBatch(next.number(), next.records(), newPosition, notes));
      to.flush();
    } catch (UncheckedIOException e) {
      // What is in the writer, and half in the file, is not what goes there next.
      writer = null;
      throw e.getCause();
    }
    keep();
    mark = next;
    position = newPosition;
    CrashPoint.JOURNAL_APPENDED.reach();
    if (settings.forcesEachBatch()) {
      force();
    }
    return next;
  }

  private CaptureWriter writer() throws IOException {
    boolean isBegun = mark.number() > opened;
    boolean isLong = writer != null && length >= settings.segmentBytes();
    if (isBegun && (isDoubtful || isLong)) {
      endSegment();
    }
    Disk.File open = file;
    if (open == null) {
      fileNumber++;
      open = disk.create(Segment.file(folder, fileNumber));
      length = 0;
      opened = mark.number();
      isNew = true;
      file = open;
    }
    CaptureWriter ready = writer;
    return ready == null ? writerInto(open) : ready;
  }

  private CaptureWriter writerInto(Disk.File open) throws IOException {
    open.truncate(length);
    SegmentChannel into = new SegmentChannel(open, length);
    CaptureWriter made = CaptureWriter.of(into);
    channel = into;
    if (length == 0) {
      made.write(new CapturedBatch(mark.number(), mark.records(), position, List.of()));
      made.flush();
      keep();
      CrashPoint.JOURNAL_SEGMENT_MADE.reach();
    }
    if (isDoubtful) {
      // What the disk did not keep before, it may not keep now.
      isDoubtful = false;
      force();
    }
    writer = made;
    return made;
  }

  /** What was written stays. */
  private void keep() {
    SegmentChannel into = channel;
    if (into != null) {
      space.add(into.length() - length);
      length = into.length();
      isDirty = true;
    }
  }

  private void endSegment() throws IOException {
    if (!isDoubtful && !settings.neverForces()) {
      force();
    }
    Disk.File open = file;
    if (open == null) {
      return;
    }
    synchronized (forcing) {
      file = null;
      open.close();
    }
    writer = null;
    filled++;
    synchronized (segments) {
      Path path = Segment.file(folder, fileNumber);
      segments.add(new Segment(path, length, mark.number(), false));
    }
  }

  /** How many files this run has filled; when it is one more, a snapshot is worth while. */
  public long filled() {
    return filled;
  }

  /**
   * Waits until what was appended is on the disk, unless it is left to the system when that
   * happens. Any thread may call it.
   *
   * @throws IOException if it may not be there; what is appended next goes to another file
   */
  public void force() throws IOException {
    synchronized (forcing) {
      Disk.File open = file;
      if (open == null || !isDirty || settings.neverForces()) {
        return;
      }
      isDirty = false;
      try {
        open.force();
        if (isNew) {
          isNew = false;
          forceFolder();
        }
      } catch (IOException e) {
        isDirty = true;
        isNew = true;
        isDoubtful = true;
        throw e;
      }
    }
  }

  private void forceFolder() throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      // An interrupted thread could not do it, and is interrupted because it shall end well.
      boolean interrupted = Thread.interrupted();
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /**
   * A snapshot has been saved that goes on after batch {@code number}: what no snapshot needs any
   * more is deleted. Any thread may call it.
   *
   * @param kept how many snapshots there are
   * @throws IOException if it cannot be deleted; it is tried again next time
   */
  public void saved(long number, int kept) throws IOException {
    synchronized (segments) {
      snapshots.add(number);
      // Of those that were there before this run, nobody knows.
      if (snapshots.size() < kept) {
        return;
      }
      long oldest = snapshots.size() > kept ? drop() : snapshots.getFirst();
      for (Segment first = segments.peek();
          first != null && first.last() <= oldest;
          first = segments.peek()) {
        letGo(first);
        segments.remove();
        space.add(-first.bytes());
        CrashPoint.JOURNAL_SEGMENT_DELETED.reach();
      }
    }
  }

  private long drop() {
    snapshots.remove();
    return snapshots.getFirst();
  }

  private void letGo(Segment segment) throws IOException {
    if (segment.isDamaged()) {
      Files.createDirectories(quarantine);
      Path target = quarantine.resolve(folder.getFileName() + "-" + segment.file().getFileName());
      if (Files.exists(segment.file())) {
        Files.move(segment.file(), target);
      }
    } else {
      Files.deleteIfExists(segment.file());
    }
  }

  /**
   * Lets go of the file. Nothing is appended any more.
   *
   * @throws IOException if what was appended may not be on the disk
   */
  public void close() throws IOException {
    try {
      force();
    } finally {
      synchronized (forcing) {
        Disk.File open = file;
        file = null;
        if (open != null) {
          open.close();
        }
      }
    }
  }
}
