package io.correlator.sources;

import io.correlator.api.LogRecord;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.ReplaySink;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Stands in for the engine: remembers all that a source hands over and says. */
class FakeSourceContext implements SourceContext, ReplaySink {
  static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  final List<LogRecord> records = new ArrayList<>();
  final List<Instant> passed = new ArrayList<>();
  final List<Unreadable> unreadable = new ArrayList<>();
  final List<Progress> progress = new ArrayList<>();
  final List<ConnectionFault> faults = new ArrayList<>();
  final Map<DropReason, Long> dropped = new ConcurrentHashMap<>();
  int flushes;
  int open;

  record Unreadable(String input, String reason) {}

  record Progress(long done, long total) {}

  @Override
  public RecordSink sink() {
    return this;
  }

  @Override
  public Optional<String> resumeFrom() {
    return Optional.empty();
  }

  @Override
  public void positions(Supplier<SourcePosition> current) {}

  @Override
  public ReplaySink openReplay(String name) {
    open++;
    return this;
  }

  @Override
  public void passed(Instant time) {
    passed.add(time);
  }

  @Override
  public RecordSink openPipe(String name) {
    return openFile(name);
  }

  @Override
  public RecordSink openBacklog(String name) {
    return openFile(name);
  }

  @Override
  public RecordSink openFile(String name) {
    open++;
    return this;
  }

  @Override
  public void end() {
    open--;
  }

  @Override
  public boolean handOver(List<LogRecord> more, String note) {
    for (LogRecord record : more) {
      try {
        accept(record);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return true;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public void force() throws IOException {}

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(NOW);
  }

  /** In a thread of its own: a source must not count on more, or on less. */
  @Override
  public Executor workers() {
    return work -> new Thread(work, "worker").start();
  }

  @Override
  public void dropped(DropReason reason, long count) {
    dropped.merge(reason, count, Long::sum);
  }

  @Override
  public void unreadable(String input, String reason) {
    unreadable.add(new Unreadable(input, reason));
  }

  @Override
  public void progress(long done, long total) {
    progress.add(new Progress(done, total));
  }

  @Override
  public void accept(LogRecord record) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    records.add(record);
  }

  @Override
  public void flush() {
    flushes++;
  }

  List<String> messages() {
    return records.stream().map(LogRecord::message).toList();
  }

  List<String> raws() {
    return records.stream().map(LogRecord::raw).toList();
  }
}
