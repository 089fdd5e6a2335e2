package io.correlator.sources;

import io.correlator.api.LogRecord;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.ReplaySink;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Stands in for the engine, in its first run. */
record Context(RecordSink sink) implements SourceContext {
  @Override
  public RecordSink openBacklog(String name) {
    return sink;
  }

  @Override
  public RecordSink openFile(String name) {
    return sink;
  }

  @Override
  public RecordSink openPipe(String name) {
    return sink;
  }

  @Override
  public ReplaySink openReplay(String name) {
    throw new UnsupportedOperationException("nothing is replayed");
  }

  @Override
  public Optional<String> resumeFrom() {
    return Optional.empty();
  }

  @Override
  public void positions(Supplier<SourcePosition> current) {}

  @Override
  public boolean handOver(List<LogRecord> records, String note) {
    throw new UnsupportedOperationException("nothing is handed over");
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public void force() {}

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(Reading.NOW);
  }

  @Override
  public Executor workers() {
    return Runnable::run;
  }

  @Override
  public void unreadable(String input, String reason) {}

  @Override
  public void dropped(DropReason reason, long count) {}

  @Override
  public void progress(long done, long total) {}
}
