package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import io.correlator.sources.Siblings.Sibling;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The paths that are followed: those that were named, and those of files that patterns mean, which
 * come and go. For the thread of one source.
 *
 * <p>A file is read under one of its names only. The one that it got by a rotation is no other log;
 * and if it gets another name that is meant, it is read on under that one when nothing more is
 * expected of it under the first.
 */
final class FollowedFiles implements Following.Others {
  /** So often folders are looked at about which nothing is heard. */
  static final Duration SEARCH_INTERVAL = Duration.ofSeconds(5);

  private final Following.Shared shared;
  private final List<Path> named;
  private final List<PathPattern> patterns;
  private final FolderWatch watch;
  private final int most;

  private final Map<String, FollowedPath> paths = new LinkedHashMap<>();

  /** By their keys, who read which files last. */
  private final Map<String, FollowedPath> holders = new HashMap<>();

  private final GoneFiles gone = new GoneFiles();
  private final Places places = new Places();
  private final OpenFiles open = new OpenFiles(places::changed);

  /** What is wrong with folders at present, and has been reported. */
  private Map<Path, String> troubles = Map.of();

  private Instant lastSearch = Instant.MIN;
  private Map<String, Long> searched = Map.of();
  private boolean saidTooMany;

  /** The files that are meant, by their keys; null if they may be others by now. */
  private @Nullable Map<String, Path> keys;

  /**
   * What is to be followed.
   *
   * @param most how many files at most
   */
  record Wanted(List<Path> named, List<PathPattern> patterns, int most) {}

  FollowedFiles(
      Wanted wanted,
      FolderWatch watch,
      SourceContext context,
      FileReading.Options options,
      Following.Timing timing) {
    this.named = wanted.named();
    this.patterns = wanted.patterns();
    this.most = wanted.most();
    this.watch = requireNonNull(watch, "watch");
    this.shared = new Following.Shared(context, context.sink(), options, timing, this);
  }

  /**
   * Opens what is there now, which is part of the first position: it may have another name when
   * that is needed.
   */
  void begin(FollowSource.Start start) throws ClosedByInterruptException {
    FollowPosition.Saved saved =
        shared.context().resumeFrom().map(FollowPosition::read).orElse(FollowPosition.NOTHING);
    gone.restore(saved);
    searched(shared.context().clock().instant());
    Set<Path> found = search();
    for (Path path : named) {
      add(path, Optional.ofNullable(saved.paths().get(path.toString())), start);
    }
    saved.paths().forEach((name, mark) -> restore(name, mark, start));
    for (FollowedPath path : List.copyOf(paths.values())) {
      begin(path);
    }
    for (Path file : others(found)) {
      if (mayBegin(file)) {
        Optional<PathMark> mark = gone.of(file.toString()).or(() -> newSince(file, saved));
        begin(
            mark.isEmpty() ? add(file, Optional.empty(), start) : comeBack(file, mark.get(), true));
      }
    }
  }

  /** The mark of a file that an earlier run would have found if it had been there. */
  private Optional<PathMark> newSince(Path file, FollowPosition.Saved saved) {
    return patterns.stream()
        .filter(pattern -> pattern.matches(file))
        .flatMap(pattern -> Stream.ofNullable(saved.searched().get(pattern.toString())))
        .findFirst()
        .map(FollowedFiles::newSince);
  }

  /** It may have been rotated already since it was made. */
  private static PathMark newSince(long nanos) {
    return new PathMark(0, nanos, List.of());
  }

  private FollowedPath add(Path path, Optional<PathMark> mark, FollowSource.Start start) {
    BacklogSink sink = new BacklogSink(shared.context(), path.toString());
    FollowedPath added = add(new FollowedPath(path, shared, sink, mark, start));
    mark.ifPresent(known -> known.files().forEach(file -> holds(added, file.key())));
    return added;
  }

  private FollowedPath add(FollowedPath path) {
    paths.put(path.name(), path);
    places.changed(path);
    gone.cameBack(path.name());
    return path;
  }

  /** A file that was followed may be gone, and the rest of it beside its place. */
  private void restore(String name, PathMark mark, FollowSource.Start start) {
    if (paths.containsKey(name)) {
      return;
    }
    try {
      Path path = Path.of(name);
      if (patterns.stream().anyMatch(each -> each.matches(path))) {
        add(path, Optional.of(mark), start);
        return;
      }
    } catch (InvalidPathException e) {
      // It was saved on another system.
    }
    gone.restore(name, mark);
  }

  private FollowedPath comeBack(Path path, PathMark mark, boolean hasBacklog) {
    BacklogSink sink =
        hasBacklog
            ? new BacklogSink(shared.context(), path.toString())
            : BacklogSink.ended(shared.context());
    FollowedPath back =
        new FollowedPath(path, shared, sink, Optional.of(mark), FollowSource.Start.BEGINNING);
    back.mayMissOldFiles();
    return add(back);
  }

  private void begin(FollowedPath path) throws ClosedByInterruptException {
    places.changing(path);
    path.begin();
    open.used(path);
  }

  /** Looks whether there are other files than before, if it is time to. */
  void discover() throws InterruptedException, ClosedByInterruptException {
    if (patterns.isEmpty()) {
      return;
    }
    keys = null;
    Instant now = shared.context().clock().instant();
    boolean due = Duration.between(lastSearch, now).abs().compareTo(SEARCH_INTERVAL) >= 0;
    if (!watch.hasNews() && !due) {
      return;
    }
    long since = nanos(lastSearch);
    searched(now);
    for (Path file : others(search())) {
      if (mayBegin(file)) {
        PathMark mark = gone.of(file.toString()).orElseGet(() -> newSince(since));
        begin(comeBack(file, mark, false));
      }
    }
    for (FollowedPath path : List.copyOf(paths.values())) {
      if (!named.contains(path.path()) && path.isOver()) {
        end(path);
      }
    }
  }

  private void searched(Instant now) {
    lastSearch = now;
    Map<String, Long> times = new LinkedHashMap<>();
    patterns.forEach(pattern -> times.put(pattern.toString(), nanos(now)));
    searched = times;
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  private Set<Path> search() {
    if (patterns.isEmpty()) {
      return Set.of();
    }
    PathSearch search = new PathSearch(path -> paths.containsKey(path.toString()));
    patterns.forEach(search::in);
    watch.watch(search.folders());
    search
        .troubles()
        .forEach(
            (folder, trouble) -> {
              if (!trouble.equals(troubles.get(folder))) {
                shared.context().unreadable(folder.toString(), trouble);
              }
            });
    troubles = Map.copyOf(search.troubles());
    return search.files();
  }

  /** Those that are not followed yet and may be; links last, since what they lead to may be one. */
  private List<Path> others(Set<Path> found) {
    Set<Path> here = new HashSet<>();
    named.forEach(each -> here.add(each.toAbsolutePath().normalize()));
    List<Path> others = new ArrayList<>();
    for (Path file : found) {
      if (!paths.containsKey(file.toString())
          && !here.contains(file.toAbsolutePath().normalize())
          && !Siblings.isPacked(file)
          && !hasNameOfRotation(file, found)) {
        others.add(file);
      }
    }
    others.sort(
        Comparator.<Path, Boolean>comparing(Files::isSymbolicLink)
            .thenComparing(Comparator.naturalOrder()));
    return others;
  }

  /** Whether it is called like an older file of another one that is followed, or will be. */
  private boolean hasNameOfRotation(Path file, Set<Path> found) {
    Optional<Path> base = RotationOrder.baseOf(file);
    return base.isPresent()
        && (found.contains(base.get()) || paths.containsKey(base.get().toString()));
  }

  private boolean mayBegin(Path file) {
    Optional<String> key = keyOf(file);
    if (key.isEmpty() || isHeld(key.get(), null)) {
      return false;
    }
    if (paths.size() < most) {
      return true;
    }
    if (!saidTooMany) {
      saidTooMany = true;
      shared
          .context()
          .unreadable(
              file.toString(),
              "%d files are followed already: this one and others are not".formatted(most));
    }
    return false;
  }

  private static Optional<String> keyOf(Path file) {
    try {
      return Optional.of(Siblings.keyOf(Files.readAttributes(file, BasicFileAttributes.class)));
    } catch (IOException e) {
      // It is gone again, or nobody may look at it now: it is found again when that has changed.
      return Optional.empty();
    }
  }

  private void end(FollowedPath path) throws InterruptedException {
    places.changing(path);
    path.finishLastLines();
    shared.context().sink().flush();
    long now = nanos(shared.context().clock().instant());
    Optional<PathMark> mark = path.place().map(Supplier::get);
    mark.ifPresent(last -> gone.add(path.name(), last, now));
    mark.ifPresent(last -> last.files().forEach(file -> holders.remove(file.key(), path)));
    path.close();
    paths.remove(path.name());
    places.remove(path);
    open.closed(path);
    saidTooMany = false;
  }

  /** All that is followed. */
  Collection<FollowedPath> paths() {
    return paths.values();
  }

  /** Reads a block of one of them, if there is one; whether there may be more at once. */
  boolean read(FollowedPath path) throws InterruptedException, ClosedByInterruptException {
    places.changing(path);
    boolean more = path.read();
    open.looked(path, more);
    return more;
  }

  SourcePosition position() {
    return new FollowPosition(places.snapshot()::forEach, searched, gone.snapshot());
  }

  void close() {
    paths.values().forEach(FollowedPath::close);
    watch.close();
  }

  @Override
  public int count() {
    return paths.size();
  }

  @Override
  public void holds(FollowedPath path, String key) {
    if (!patterns.isEmpty()) {
      holders.put(key, path);
    }
  }

  @Override
  public boolean isHeld(String key, @Nullable FollowedPath asking) {
    FollowedPath holder = holders.get(key);
    return holder != null
        && !holder.equals(asking)
        && holder.equals(paths.get(holder.name()))
        && holder.holds(key);
  }

  @Override
  public void hasRead(FollowedPath path, FileMark mark) {
    if (!patterns.isEmpty() && !isHeld(mark.key(), path)) {
      holders.remove(mark.key());
      gone.add(mark.withModified(nanos(shared.context().clock().instant())));
    }
  }

  @Override
  public Optional<FileMark> markOf(Sibling file) throws IOException {
    return gone.markOf(file);
  }

  @Override
  public boolean isMeant(String key, FollowedPath asking) {
    if (patterns.isEmpty()) {
      return false;
    }
    Map<String, Path> found = keys;
    if (found == null) {
      found = new HashMap<>();
      for (Path file : search()) {
        Optional<String> known = keyOf(file);
        if (known.isPresent()) {
          found.put(known.get(), file);
        }
      }
      keys = found;
    }
    Path file = found.get(key);
    return file != null && !file.toString().equals(asking.name());
  }
}
