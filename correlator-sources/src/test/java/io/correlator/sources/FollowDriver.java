package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.LogRecord;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.ReplaySink;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import io.correlator.sources.format.PlainFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link FollowSource} step by step, in the thread of the test: whenever the source has read
 * all there is, the next step is done. Stands in for the engine, remembers what was handed over,
 * and starts the source again from any position it has handed over.
 */
final class FollowDriver implements SourceContext, RecordSink {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /** Longer than a file that was renamed has to be quiet. */
  private static final int LOOKS_UNTIL_SETTLED = 8;

  final Path log;
  final List<LogRecord> records = new ArrayList<>();
  final List<String> unreadable = new ArrayList<>();
  private final List<HandOver> handOvers = new ArrayList<>();
  private final int batch;
  private FollowSource.Start start = FollowSource.Start.BEGINNING;
  private int blockSize = 64;
  private RecordFormat format = new PlainFormat();
  private Instant now = Instant.parse("2026-03-02T12:00:00Z");
  private @Nullable Supplier<SourcePosition> positions;
  private @Nullable String resumeFrom;
  private int taken;
  private Consumer<FollowSource.Builder> wanted = builder -> builder.path(log());
  private FolderWatch watch = new AlwaysNews();

  /** Lets nothing new wait. */
  private static final class AlwaysNews implements FolderWatch {
    @Override
    public void watch(Set<Path> folders) {}

    @Override
    public boolean hasNews() {
      return true;
    }

    @Override
    public void close() {}
  }

  /**
   * What the engine knew at one moment: so many records, and the position after them. Its text is
   * asked for later, as the engine does.
   */
  record HandOver(int records, SourcePosition position) {}

  /** What happens while the source waits. */
  @FunctionalInterface
  interface Step {
    void happen() throws IOException;
  }

  FollowDriver(Path log, int batch) {
    this.log = log;
    this.batch = batch;
  }

  FollowDriver(Path log) {
    this(log, 3);
  }

  private Path log() {
    return log;
  }

  /** Follows something else than the one file. */
  FollowDriver wants(Consumer<FollowSource.Builder> what) {
    this.wanted = what;
    return this;
  }

  FollowDriver watch(FolderWatch folders) {
    this.watch = folders;
    return this;
  }

  /** Lets time pass at once. */
  void pass(Duration time) {
    now = now.plus(time);
  }

  FollowDriver startAt(FollowSource.Start where) {
    this.start = where;
    return this;
  }

  FollowDriver format(RecordFormat records) {
    this.format = records;
    return this;
  }

  FollowDriver blockSize(int bytes) {
    this.blockSize = bytes;
    return this;
  }

  /** Runs the source: it looks, then each step is done and seen, then it is stopped. */
  FollowDriver run(Step... steps) {
    Deque<Step> left = new ArrayDeque<>(List.of(steps));
    return follow(
        time -> {
          now = now.plus(time);
          Step next = left.poll();
          if (next == null) {
            throw new InterruptedException("the test is over");
          }
          happen(next);
        });
  }

  /** As {@link #run}; afterwards files that were renamed have been quiet for long enough. */
  FollowDriver runUntilSettled(Step... steps) {
    List<Step> all = new ArrayList<>(List.of(steps));
    for (int i = 0; i < LOOKS_UNTIL_SETTLED; i++) {
      all.add(() -> {});
    }
    return run(all.toArray(Step[]::new));
  }

  private static void happen(Step step) {
    try {
      step.happen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FollowDriver follow(Pause pause) {
    FollowSource.Builder builder = FollowSource.builder();
    wanted.accept(builder);
    FollowSource source =
        builder
            .name("followed")
            .watch(watch)
            .format(format)
            .start(start)
            .interval(INTERVAL)
            .blockSize(blockSize)
            .pause(pause)
            .build();
    try {
      source.run(this);
      throw new AssertionError("a source that follows does not end by itself");
    } catch (ClosedByInterruptException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      handOver();
    }
    return this;
  }

  /** What was handed over stays; the next run goes on from there. */
  FollowDriver restart() {
    return crash(handOvers.size() - 1);
  }

  /** All after this hand-over is forgotten; -1 forgets everything. */
  FollowDriver crash(int handOver) {
    handOvers.subList(handOver + 1, handOvers.size()).clear();
    taken = handOver < 0 ? 0 : handOvers.get(handOver).records();
    resumeFrom = handOver < 0 ? null : handOvers.get(handOver).position().text();
    records.subList(taken, records.size()).clear();
    return this;
  }

  FollowDriver resumeFrom(@Nullable String position) {
    resumeFrom = position;
    return this;
  }

  int handOvers() {
    return handOvers.size();
  }

  String position() {
    return handOvers.get(handOvers.size() - 1).position().text();
  }

  List<String> lines() {
    return records.stream().map(LogRecord::raw).toList();
  }

  void append(String text) throws IOException {
    append(text.getBytes(UTF_8));
  }

  void append(byte[] bytes) throws IOException {
    Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  Path beside(String more) {
    return log.resolveSibling(log.getFileName() + more);
  }

  /** What logrotate does with numbers: {@code log.1} is the file before. */
  void rotate() throws IOException {
    raiseNumbers();
    Files.move(log, beside(".1"));
  }

  /** What {@code copytruncate} of logrotate does. */
  void copyAndTruncate() throws IOException {
    raiseNumbers();
    Files.copy(log, beside(".1"));
    Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
        .close();
  }

  private void raiseNumbers() throws IOException {
    int oldest = 1;
    while (Files.exists(beside("." + oldest))) {
      oldest++;
    }
    for (int i = oldest; i > 1; i--) {
      Files.move(beside("." + (i - 1)), beside("." + i));
    }
  }

  /** What gzip does: the archive is as old as the file that it is made of. */
  static void pack(Path file) throws IOException {
    Path archive = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      Files.copy(file, out);
    }
    Files.setLastModifiedTime(archive, Files.getLastModifiedTime(file));
    Files.delete(file);
  }

  private void handOver() {
    taken = records.size();
    Supplier<SourcePosition> asked = positions;
    if (asked != null) {
      handOvers.add(new HandOver(taken, asked.get()));
    }
  }

  @Override
  public RecordSink openBacklog(String name) {
    return sink();
  }

  @Override
  public RecordSink sink() {
    return this;
  }

  @Override
  public void accept(LogRecord record) {
    records.add(record);
    if (records.size() - taken >= batch) {
      handOver();
    }
  }

  @Override
  public void flush() {
    handOver();
  }

  @Override
  public void end() {}

  @Override
  public Optional<String> resumeFrom() {
    return Optional.ofNullable(resumeFrom);
  }

  @Override
  public void positions(Supplier<SourcePosition> current) {
    positions = current;
  }

  @Override
  public ReplaySink openReplay(String name) {
    throw new AssertionError("this source replays nothing");
  }

  @Override
  public RecordSink openPipe(String name) {
    throw new AssertionError("a live source opens nothing");
  }

  @Override
  public RecordSink openFile(String name) {
    throw new AssertionError("a live source opens nothing");
  }

  @Override
  public Executor workers() {
    return Runnable::run;
  }

  @Override
  public boolean handOver(List<LogRecord> more, String note) {
    for (LogRecord record : more) {
      accept(record);
    }
    return true;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public void force() {}

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public void dropped(DropReason reason, long count) {
    throw new AssertionError("files drop nothing");
  }

  @Override
  public void unreadable(String input, String reason) {
    handOver();
    unreadable.add(reason);
  }

  @Override
  public void progress(long done, long total) {}
}
