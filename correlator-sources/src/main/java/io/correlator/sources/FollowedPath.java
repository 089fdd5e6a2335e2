package io.correlator.sources;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import io.correlator.sources.GrowingFile.Outcome;
import io.correlator.sources.Siblings.Sibling;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One path that is followed through the rotations of its file. For the thread of one source.
 *
 * <p>Each file that gets the name is read under an incarnation of its own, one after another. The
 * next one is begun when the one before has been quiet for a while, since its writer may not have
 * noticed the rotation; and it stays watched for longer, until it is quiet for good or another
 * rotation follows.
 */
final class FollowedPath {
  private final Path path;
  private final String name;
  private final Following.Shared shared;
  private final BacklogSink sink;

  /** What is being read, oldest first. */
  private final List<GrowingFile> files = new ArrayList<>();

  private long nextIncarnation;

  /** See {@link PathMark#since()}; while files are being read, they know better. */
  private long since;

  /** Where to go on when the files can be opened again. */
  private @Nullable PathMark pending;

  private boolean startsAtEnd;

  /** Which of the files that wait to be opened again were read to their ends before. */
  private Set<Long> readToEnd = Set.of();

  /** Whether there is a file to be begun when the one before it has been quiet for a while. */
  private boolean settling;

  /** What the path led to when the files beside it were last looked at. */
  private @Nullable Seen seen;

  /** What is wrong at present, and has been reported. */
  private String trouble = "";

  private long latest = Long.MIN_VALUE;

  /**
   * What a path leads to.
   *
   * @param key that of the file; empty if there is none
   * @param isEmpty whether nothing is in it
   */
  private record Seen(String key, boolean isEmpty) {
    static final Seen NOTHING = new Seen("", true);

    static Seen of(Sibling file) {
      return new Seen(file.key(), file.size() == 0);
    }
  }

  /**
   * A path.
   *
   * @param mark where to go on
   * @param start where to begin without a mark
   */
  FollowedPath(
      Path path, Following.Shared shared, Optional<PathMark> mark, FollowSource.Start start) {
    this.path = requireNonNull(path, "path");
    this.name = path.toString();
    this.sink = new BacklogSink(shared.context(), name);
    this.shared = shared.withSink(sink);
    this.pending = mark.orElse(null);
    this.startsAtEnd = mark.isEmpty() && start == FollowSource.Start.END;
    if (mark.isEmpty() && start == FollowSource.Start.BEGINNING) {
      this.pending = PathMark.NOTHING_READ;
    }
  }

  String name() {
    return name;
  }

  /** The time of the last line read, in milliseconds; very long ago before the first. */
  long latest() {
    return latest;
  }

  /** Where it stands; empty if that is not known yet. Immutable. */
  Optional<Supplier<PathMark>> place() {
    PathMark waits = pending;
    if (waits != null) {
      return Optional.of(() -> waits);
    }
    if (startsAtEnd) {
      return Optional.empty();
    }
    long next = nextIncarnation;
    long last = lastModified();
    List<Supplier<FileMark>> places = files.stream().map(GrowingFile::place).toList();
    return Optional.of(() -> new PathMark(next, last, places.stream().map(Supplier::get).toList()));
  }

  private long lastModified() {
    return files.isEmpty() ? since : newest().modified();
  }

  private GrowingFile newest() {
    return files.get(files.size() - 1);
  }

  /** Opens what there is. What cannot be opened is tried again when it is read. */
  void begin() throws ClosedByInterruptException {
    try {
      boolean unused = isOpen();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      report(e);
    }
  }

  /** Reads a block, if there is one; whether there may be more at once. */
  boolean read() throws InterruptedException, ClosedByInterruptException {
    boolean more = readIfPossible();
    if (!more && !settling) {
      sink.caughtUp();
    }
    return more;
  }

  private boolean readIfPossible() throws InterruptedException, ClosedByInterruptException {
    settling = false;
    try {
      return isOpen() && (readOpenFiles() || look());
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      report(e);
      return false;
    }
  }

  /** What cannot be read any more is opened again. All else that fails leaves open what is open. */
  private boolean readOpenFiles() throws IOException, InterruptedException {
    try {
      return readFiles();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      suspend(false);
      throw e;
    }
  }

  private boolean isOpen() throws IOException {
    if (startsAtEnd) {
      return startAtEnd();
    }
    PathMark mark = pending;
    return mark == null || resume(mark);
  }

  private boolean startAtEnd() throws IOException {
    Siblings there = Siblings.of(path);
    Optional<Sibling> current = there.current().filter(each -> each.size() > 0);
    if (current.isPresent()) {
      Optional<GrowingFile> opened = GrowingFile.fromEnd(shared, name, current.get());
      if (!there.haveTheNamesOf(Siblings.of(path))) {
        closeAll(opened.stream().toList());
        return false;
      }
      opened.ifPresent(files::add);
      nextIncarnation = 1;
    }
    since = there.lastRotated();
    startsAtEnd = false;
    files.forEach(this::reportUnfit);
    return true;
  }

  /** Finds the files that were being read, and those that came after them. */
  private boolean resume(PathMark mark) throws IOException {
    Siblings there = Siblings.of(path);
    List<GrowingFile> opened = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    List<String> packed = new ArrayList<>();
    boolean kept = false;
    try {
      String last = null;
      for (FileMark file : mark.files()) {
        Optional<Sibling> found = there.find(file, each -> !isAmong(opened, each));
        if (found.isPresent()) {
          GrowingFile.from(shared, name, found.get(), file).ifPresent(opened::add);
        } else if (!readToEnd.contains(file.incarnation())) {
          lost.add(whyLost(file, there));
        }
        last = found.map(Sibling::key).orElse(null);
      }
      long known = mark.equals(PathMark.NOTHING_READ) ? there.lastRotated() : mark.since();
      openAfter(there, last, known, mark.nextIncarnation(), opened, packed);
      kept = there.haveTheNamesOf(Siblings.of(path));
      if (kept) {
        since = known;
      }
    } finally {
      if (!kept) {
        closeAll(opened);
      }
    }
    if (kept) {
      pending = null;
      seen = null;
      files.addAll(opened);
      nextIncarnation = Math.max(mark.nextIncarnation(), afterNewest());
      lost.forEach(why -> shared.context().unreadable(name, why));
      packed.forEach(why -> shared.context().unreadable(name, why));
      opened.forEach(this::reportUnfit);
    }
    return kept;
  }

  private long afterNewest() {
    return files.isEmpty() ? 0 : newest().incarnation() + 1;
  }

  private static boolean isAmong(List<GrowingFile> files, Sibling sibling) {
    return files.stream().anyMatch(each -> each.key().equals(sibling.key()));
  }

  private String whyLost(FileMark file, Siblings there) {
    boolean sameFile =
        there.current().filter(current -> current.key().equals(file.key())).isPresent();
    return sameFile
        ? Reasons.replaced(file.offset())
        : "the file of which %d bytes were read is gone; what followed them is lost, if anything"
            .formatted(file.offset());
  }

  /** Opens what got the name after the file with this key; whether nothing is left to open. */
  private boolean openAfter(
      Siblings there,
      @Nullable String key,
      long known,
      long firstIncarnation,
      List<GrowingFile> opened,
      List<String> packed)
      throws IOException {
    boolean complete = true;
    long incarnation = firstIncarnation;
    for (Sibling next : there.after(key, known)) {
      if (next.size() == 0 || isAmong(opened, next) || isAmong(files, next)) {
        continue;
      }
      if (next.isPacked() && !next.isArchive()) {
        packed.add("%s was packed before it was read".formatted(next.path().getFileName()));
        continue;
      }
      Optional<GrowingFile> file = GrowingFile.fromStart(shared, name, next, incarnation);
      if (file.isPresent()) {
        opened.add(file.get());
        incarnation++;
      }
      complete &= file.isPresent() || next.isPacked();
    }
    return complete;
  }

  private void reportUnfit(GrowingFile file) {
    if (!file.unfit().isEmpty()) {
      shared.context().unreadable(name, file.unfit());
    }
  }

  /** Reads from the oldest file that has something. */
  private boolean readFiles() throws IOException, InterruptedException {
    while (!files.isEmpty()) {
      for (int i = 0; i < files.size(); i++) {
        GrowingFile file = files.get(i);
        Outcome outcome = file.read();
        if (outcome == Outcome.READ) {
          latest = file.latest();
          return true;
        }
        if (outcome == Outcome.REPLACED) {
          suspend(false);
          return true;
        }
        if (i < files.size() - 1 && !hasSettled(file, i)) {
          settling = true;
          return false;
        }
      }
      if (!letGo()) {
        return false;
      }
    }
    return false;
  }

  /** Whether the file after this one may be begun. */
  private boolean hasSettled(GrowingFile file, int index) throws InterruptedException {
    GrowingFile next = files.get(index + 1);
    boolean overtaken = index < files.size() - 2;
    if (!file.isComplete()
        && !overtaken
        && !next.hasBegun()
        && file.quietFor().compareTo(shared.timing().settle()) < 0) {
      return false;
    }
    file.finishLastLine();
    return true;
  }

  /** Closes a file of which nothing more is expected; whether there was one. */
  private boolean letGo() throws IOException, InterruptedException {
    if (files.size() < 2) {
      return false;
    }
    GrowingFile oldest = files.get(0);
    boolean done = oldest.isComplete() || files.size() > 2;
    if (done || oldest.quietFor().compareTo(shared.timing().linger()) >= 0) {
      oldest.finishLastLine();
      files.remove(0);
      oldest.close();
      return true;
    }
    return false;
  }

  /** Looks whether the name has gone to another file. */
  private boolean look() throws IOException {
    Seen now = Seen.NOTHING;
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        report(attributes.isDirectory() ? "is a folder" : "is no regular file");
        return false;
      }
      String key = Siblings.keyOf(attributes);
      makeNewest(key);
      if (!files.isEmpty() && newest().key().equals(key)) {
        newest().modified(Siblings.modifiedOf(attributes));
        trouble = "";
        return false;
      }
      now = new Seen(key, attributes.size() == 0);
    } catch (NoSuchFileException e) {
      // Between two steps of a rotation, or not there yet: it is waited for.
    }
    return !now.equals(seen) && openNewer();
  }

  /** An old file that is still read may have got the name back. */
  private void makeNewest(String key) {
    for (int i = 0; i < files.size() - 1; i++) {
      if (files.get(i).key().equals(key)) {
        files.add(files.remove(i));
        return;
      }
    }
  }

  private boolean openNewer() throws IOException {
    Siblings there = Siblings.of(path);
    if (!files.isEmpty() && there.haveCopyOf(newest())) {
      suspend(true);
      return true;
    }
    List<GrowingFile> opened = new ArrayList<>();
    List<String> packed = new ArrayList<>();
    boolean kept = false;
    boolean complete = false;
    try {
      String last = files.isEmpty() ? null : newest().key();
      complete = openAfter(there, last, lastModified(), nextIncarnation, opened, packed);
      kept = there.haveTheNamesOf(Siblings.of(path));
    } finally {
      if (!kept) {
        closeAll(opened);
      }
    }
    if (!kept) {
      return false;
    }
    trouble = "";
    since = lastModified();
    files.addAll(opened);
    nextIncarnation += opened.size();
    // What was listed, and not what the name led to before: that may be gone, and its key
    // another's.
    seen = complete ? there.current().map(Seen::of).orElse(Seen.NOTHING) : null;
    packed.forEach(why -> shared.context().unreadable(name, why));
    opened.forEach(this::reportUnfit);
    return !opened.isEmpty();
  }

  /** Lets go of all files, to open them again when that is possible. */
  private void suspend(boolean atEnd) throws ClosedByInterruptException {
    if (pending == null && !startsAtEnd) {
      readToEnd = atEnd ? files.stream().map(GrowingFile::incarnation).collect(toSet()) : Set.of();
      pending = place().orElseThrow().get();
      List<GrowingFile> open = List.copyOf(files);
      files.clear();
      closeAll(open);
    }
  }

  private void report(IOException e) {
    if (!(e instanceof NoSuchFileException)) {
      report(Reasons.of(e));
    }
  }

  /** Says what is wrong, once. */
  private void report(String reason) {
    if (!trouble.equals(reason)) {
      trouble = reason;
      shared.context().unreadable(name, reason);
    }
  }

  private static void closeAll(List<GrowingFile> files) {
    for (GrowingFile file : files) {
      try {
        file.close();
      } catch (IOException e) {
        // It was only read: nothing depends on how that ends.
      }
    }
  }

  /** Closes all files. The place is still known: what is left is handed over after the end. */
  void close() {
    closeAll(files);
  }
}
