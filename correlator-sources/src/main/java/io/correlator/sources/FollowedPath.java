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
import java.time.Duration;
import java.time.Instant;
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
  /** So often a file is looked at that is closed since it has been quiet for long. */
  private static final Duration RESTING_INTERVAL = Duration.ofSeconds(2);

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

  /** Of which file it was said that its text is of a kind that cannot be read. */
  private String unfitKey = "";

  /** Since when nothing has had the name; null if something has. */
  private @Nullable Instant goneSince;

  /** How the only file looked when it was closed, read to its end; null if that is not so. */
  private @Nullable Resting resting;

  private Instant lastLook = Instant.MIN;
  private long latest = Long.MIN_VALUE;

  /** A file in which nothing has changed as long as it looks like that. */
  private record Resting(String key, long size, long modified) {
    static Resting of(BasicFileAttributes file) {
      return new Resting(Siblings.keyOf(file), file.size(), Siblings.modifiedOf(file));
    }
  }

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
   * @param sink where its lines go, which the others share with it
   * @param mark where to go on
   * @param start where to begin without a mark
   */
  FollowedPath(
      Path path,
      Following.Shared shared,
      BacklogSink sink,
      Optional<PathMark> mark,
      FollowSource.Start start) {
    this.path = requireNonNull(path, "path");
    this.name = path.toString();
    this.sink = requireNonNull(sink, "sink");
    this.shared = shared.withSink(sink);
    this.pending = mark.orElse(null);
    this.startsAtEnd = mark.isEmpty() && start == FollowSource.Start.END;
    if (mark.isEmpty() && start == FollowSource.Start.BEGINNING) {
      this.pending = PathMark.NOTHING_READ;
    }
  }

  /** The files that were being read may be gone: they had been read to their ends. */
  void mayMissOldFiles() {
    PathMark mark = pending;
    readToEnd =
        mark == null ? Set.of() : mark.files().stream().map(FileMark::incarnation).collect(toSet());
  }

  Path path() {
    return path;
  }

  String name() {
    return name;
  }

  /** How many files are open. */
  int openFiles() {
    return files.size();
  }

  /** Whether it reads the file of this key, or will go on with it. */
  boolean holds(String key) {
    PathMark waits = pending;
    return files.stream().anyMatch(each -> each.key().equals(key))
        || (waits != null && waits.files().stream().anyMatch(each -> each.key().equals(key)));
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
    int known = countOfKnown();
    long next = known < files.size() ? files.get(known).incarnation() : nextIncarnation;
    long last = known > 0 ? files.get(known - 1).modified() : since;
    List<Supplier<FileMark>> places =
        files.subList(0, known).stream().map(GrowingFile::place).toList();
    return Optional.of(() -> new PathMark(next, last, places.stream().map(Supplier::get).toList()));
  }

  /**
   * So many files have a place of their own. The others are what comes after these, whatever that
   * is when it is read: the little that there may be of a file so far is no good sign of it.
   */
  private int countOfKnown() {
    int known = files.size();
    while (known > 1 && files.get(known - 1).isUntouched()) {
      known--;
    }
    return known;
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
    boolean more = !isResting() && readIfPossible();
    if (!more && !settling) {
      sink.caughtUp();
    }
    return more;
  }

  private boolean readIfPossible() throws InterruptedException, ClosedByInterruptException {
    settling = false;
    try {
      boolean more = isOpen() && (readOpenFiles() || look());
      if (!more && isIdle()) {
        rest();
      }
      return more;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      report(e);
      return false;
    }
  }

  private boolean isIdle() {
    return files.size() == 1 && newest().quietFor().compareTo(shared.timing().idle()) >= 0;
  }

  /** Closes a file that was read to its end, until there is something to read. */
  private boolean rest() throws ClosedByInterruptException {
    if (files.size() != 1) {
      return false;
    }
    try {
      Resting now = Resting.of(Files.readAttributes(path, BasicFileAttributes.class));
      if (now.key().equals(newest().key()) && newest().isRead(now.size())) {
        suspend(true);
        resting = now;
        lastLook = shared.context().clock().instant();
        return true;
      }
    } catch (IOException e) {
      // The next look says what that is.
    }
    return false;
  }

  private boolean isResting() {
    Resting before = resting;
    if (before == null) {
      return false;
    }
    Instant now = shared.context().clock().instant();
    if (Duration.between(lastLook, now).abs().compareTo(RESTING_INTERVAL) < 0) {
      return true;
    }
    lastLook = now;
    try {
      if (before.equals(Resting.of(Files.readAttributes(path, BasicFileAttributes.class)))) {
        return true;
      }
    } catch (IOException e) {
      // Opening it says what that is.
    }
    resting = null;
    return false;
  }

  /** Closes all files, to go on where they were left when it is read again. */
  void park() throws ClosedByInterruptException {
    if (!rest()) {
      suspend(false);
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
    if (openAtName(this::openAtEnd)) {
      startsAtEnd = false;
      nextIncarnation = 1;
      return true;
    }
    Siblings there = Siblings.of(path);
    Optional<Sibling> current = there.current().filter(each -> each.size() > 0);
    if (current.isPresent()) {
      Optional<GrowingFile> opened = openAtEnd(current.get());
      if (!there.haveTheNamesOf(Siblings.of(path))) {
        closeAll(opened.stream().toList());
        return false;
      }
      keep(opened.stream().toList());
      nextIncarnation = 1;
    }
    since = there.lastRotated();
    startsAtEnd = false;
    return true;
  }

  /** At the end, or where another path has left it. */
  private Optional<GrowingFile> openAtEnd(Sibling file) throws IOException {
    return shared.others().markOf(file).isPresent()
        ? open(file, 0)
        : GrowingFile.fromEnd(shared, name, file);
  }

  /** From its start, or from where another path has left it. */
  private Optional<GrowingFile> open(Sibling file, long incarnation) throws IOException {
    Optional<FileMark> left = shared.others().markOf(file);
    return left.isPresent()
        ? GrowingFile.from(shared, name, file, left.get().withIncarnation(incarnation))
        : GrowingFile.fromStart(shared, name, file, incarnation);
  }

  private void keep(List<GrowingFile> opened) {
    files.addAll(opened);
    opened.forEach(file -> shared.others().holds(this, file.key()));
    opened.forEach(this::reportUnfit);
  }

  private boolean isHeldElsewhere(Sibling file) {
    return shared.others().isHeld(file.key(), this);
  }

  /** How one file is opened. */
  @FunctionalInterface
  private interface Opening {
    Optional<GrowingFile> open(Sibling file) throws IOException;
  }

  /**
   * Opens the file that has the name and nothing else, without a look at what stands beside it;
   * false if that is not all there is to do, or the name went to another file meanwhile.
   */
  private boolean openAtName(Opening opening) throws IOException {
    Optional<Sibling> now = Siblings.at(path);
    if (now.isEmpty() || now.get().size() == 0 || isHeldElsewhere(now.get())) {
      return false;
    }
    List<GrowingFile> opened = opening.open(now.get()).stream().toList();
    boolean kept = false;
    try {
      kept =
          !opened.isEmpty()
              && Siblings.at(path).filter(again -> again.key().equals(now.get().key())).isPresent();
    } finally {
      if (!kept) {
        closeAll(opened);
      }
    }
    if (kept) {
      keep(opened);
    }
    return kept;
  }

  /** Nearly always the name still leads to the only file that was being read. */
  private boolean resumeAtName(PathMark mark) throws IOException {
    boolean isNew = mark.equals(PathMark.NOTHING_READ);
    if (!isNew && (mark.files().size() != 1 || mark.files().get(0).head().length() == 0)) {
      return false;
    }
    boolean opened =
        openAtName(file -> isNew ? open(file, 0) : openAgain(file, mark.files().get(0)));
    if (opened) {
      pending = null;
      seen = null;
      nextIncarnation = Math.max(mark.nextIncarnation(), afterNewest());
    }
    return opened;
  }

  private Optional<GrowingFile> openAgain(Sibling file, FileMark mark) throws IOException {
    return file.key().equals(mark.key()) && Siblings.isIn(mark, file)
        ? GrowingFile.from(shared, name, file, mark)
        : Optional.empty();
  }

  /** Finds the files that were being read, and those that came after them. */
  private boolean resume(PathMark mark) throws IOException {
    if (resumeAtName(mark)) {
      return true;
    }
    Siblings there = Siblings.of(path);
    List<GrowingFile> opened = new ArrayList<>();
    List<FileMark> missing = new ArrayList<>();
    List<String> packed = new ArrayList<>();
    boolean kept = false;
    try {
      String last = null;
      for (FileMark file : mark.files()) {
        Optional<Sibling> found =
            there.find(file, each -> !isAmong(opened, each) && !isHeldElsewhere(each));
        if (found.isPresent()) {
          GrowingFile.from(shared, name, found.get(), file).ifPresent(opened::add);
        } else {
          missing.add(file);
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
      keep(opened);
      nextIncarnation = Math.max(mark.nextIncarnation(), afterNewest());
      missing.forEach(file -> giveUp(file, there));
      packed.forEach(why -> shared.context().unreadable(name, why));
    }
    return kept;
  }

  /** It is not found beside the name; but it may have another one that is meant. */
  private void giveUp(FileMark file, Siblings there) {
    if (!readToEnd.contains(file.incarnation()) && !shared.others().isMeant(file.key(), this)) {
      shared.context().unreadable(name, whyLost(file, there));
    }
    shared.others().hasRead(this, file);
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
      if (isHeldElsewhere(next)) {
        complete &= next.role() != Siblings.Role.CURRENT;
        continue;
      }
      Optional<GrowingFile> file = open(next, incarnation);
      if (file.isPresent()) {
        opened.add(file.get());
        incarnation++;
      }
      complete &= file.isPresent() || next.isPacked();
    }
    return complete;
  }

  private void reportUnfit(GrowingFile file) {
    if (!file.unfit().isEmpty() && !unfitKey.equals(file.key())) {
      unfitKey = file.key();
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
          if (isReplacedAfter(i)) {
            suspend(false);
            return true;
          }
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

  /** Whether one of the files that wait for this one was truncated: its text is in another one. */
  private boolean isReplacedAfter(int index) throws IOException {
    for (GrowingFile waiting : files.subList(index + 1, files.size())) {
      if (waiting.isReplacedBeforeItIsRead()) {
        return true;
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
      shared.others().hasRead(this, oldest.place().get());
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
      goneSince = null;
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
      goneSince = goneSince == null ? shared.context().clock().instant() : goneSince;
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
    keep(opened);
    nextIncarnation += opened.size();
    // What was listed, and not what the name led to before: that may be gone, and its key
    // another's.
    seen = complete ? there.current().map(Seen::of).orElse(Seen.NOTHING) : null;
    packed.forEach(why -> shared.context().unreadable(name, why));
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

  /** Whether its file is gone and nothing more is expected of it. */
  boolean isOver() {
    Instant gone = goneSince;
    Duration linger = shared.timing().linger();
    return gone != null
        && pending == null
        && Duration.between(gone, shared.context().clock().instant()).abs().compareTo(linger) >= 0
        && files.stream().allMatch(each -> each.quietFor().compareTo(linger) >= 0);
  }

  /** What is left of the last lines are lines. */
  void finishLastLines() throws InterruptedException {
    for (GrowingFile file : files) {
      file.finishLastLine();
    }
  }

  /** Closes all files. The place is still known: what is left is handed over after the end. */
  void close() {
    closeAll(files);
  }
}
