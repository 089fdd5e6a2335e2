package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.ReplaySink;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import io.correlator.sources.format.PlainFormat;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link FileSource} in the thread of the test, again and again. Stands in for the engine:
 * remembers what was handed over, stops a run where it is told to, and starts the next one from
 * what was handed over last.
 */
final class FileDriver implements SourceContext, RecordSink {
  /** What the engine has seen; the rest of a run that was stopped is lost. */
  final List<LogRecord> records = new ArrayList<>();

  final List<String> unreadable = new ArrayList<>();
  final List<String> ended = new ArrayList<>();
  private final int batch;
  private final List<LogRecord> waiting = new ArrayList<>();
  private @Nullable Supplier<SourcePosition> positions;
  private @Nullable String saved;
  private int stopAfter;
  private String openedLast = "";
  private RecordFormat format = new PlainFormat();

  /** Batches of so many records are handed over. */
  FileDriver(int batch) {
    this.batch = batch;
  }

  FileDriver format(RecordFormat lines) {
    format = lines;
    return this;
  }

  /** Reads the paths to their ends. */
  FileDriver run(Path... paths) throws InterruptedException {
    return run(FileSource.builder().paths(List.of(paths)), Integer.MAX_VALUE);
  }

  /** Reads the paths, and is killed after so many hand-overs. */
  FileDriver runAndKill(int handOvers, Path... paths) throws InterruptedException {
    return run(
        FileSource.builder().paths(List.of(paths)).blockSize(64).maxRecordLength(1024), handOvers);
  }

  FileDriver run(FileSource.Builder source) throws InterruptedException {
    return run(source, Integer.MAX_VALUE);
  }

  private FileDriver run(FileSource.Builder source, int handOvers) throws InterruptedException {
    stopAfter = handOvers;
    waiting.clear();
    try {
      source.format(format).build().run(this);
      handOver();
    } catch (Killed e) {
      // What waited is gone, as it would be with the process.
    }
    return this;
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void handOver() {
    if (stopAfter-- == 0) {
      throw new Killed();
    }
    records.addAll(waiting);
    waiting.clear();
    saved = requireNonNull(positions, "positions").get().text();
  }

  List<String> lines() {
    return records.stream().map(LogRecord::raw).toList();
  }

  String position() {
    return requireNonNull(saved, "saved");
  }

  FileDriver resumeFrom(String position) {
    saved = position;
    return this;
  }

  @Override
  public void accept(LogRecord record) {
    waiting.add(record);
    if (waiting.size() >= batch) {
      handOver();
    }
  }

  @Override
  public void flush() {
    handOver();
  }

  @Override
  public void end() {
    ended.add(openedLast);
  }

  @Override
  public RecordSink openBacklog(String name) {
    return sink();
  }

  @Override
  public RecordSink sink() {
    throw new AssertionError("a source that ends opens what it reads");
  }

  @Override
  public RecordSink openFile(String name) {
    openedLast = name;
    return this;
  }

  @Override
  public ReplaySink openReplay(String name) {
    throw new AssertionError("this source replays nothing");
  }

  @Override
  public RecordSink openPipe(String name) {
    openedLast = name;
    return this;
  }

  @Override
  public Optional<String> resumeFrom() {
    return Optional.ofNullable(saved);
  }

  @Override
  public void positions(Supplier<SourcePosition> current) {
    positions = current;
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
    return InstantSource.fixed(Instant.parse("2026-03-02T12:00:00Z"));
  }

  @Override
  public void dropped(DropReason reason, long count) {
    throw new AssertionError("files drop nothing");
  }

  @Override
  public void unreadable(String input, String reason) {
    unreadable.add(reason);
  }

  @Override
  public void progress(long done, long total) {}
}
