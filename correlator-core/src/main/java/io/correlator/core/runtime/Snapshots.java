package io.correlator.core.runtime;

import io.correlator.core.fault.CrashPoint;
import io.correlator.core.snapshot.Sections;
import io.correlator.core.snapshot.SnapshotStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Saves an engine's state now and then. The pipeline's thread copies the state and puts a mark into
 * the queue of each listener, which takes a moment; when all listeners have come to their marks and
 * said where they stand, a thread of its own writes the snapshot, while the pipeline goes on.
 *
 * <p>One snapshot is made at a time. While a listener does not come to its mark, because it is
 * stuck, no other is begun: after a crash, the engine goes on from the one before. For the
 * pipeline's thread.
 */
final class Snapshots {
  /** How long snapshots wait for sources that do not say where they begin; nanoseconds. */
  private static final long PATIENCE = 10_000_000_000L;

  private final SnapshotStore store;
  private final long every;
  private final LongSupplier ticker;
  private final EngineState state;
  private final List<SourceRunner> sources;
  private final List<ListenerRunner> listeners;
  private final ExecutorService writer;
  private final Consumer<Throwable> failed;
  private final long started;
  private long last;
  private CompletableFuture<Void> inProgress = CompletableFuture.completedFuture(null);

  /**
   * Snapshots in {@code store}, which is closed at the end.
   *
   * @param every how long after one was begun the next is due
   * @param ticker counts nanoseconds from anywhere
   * @param writer one thread, shut down at the end
   * @param failed told, in some thread, when a snapshot could not be made; the engine goes on
   */
  Snapshots(
      SnapshotStore store,
      Duration every,
      LongSupplier ticker,
      EngineState state,
      List<SourceRunner> sources,
      List<ListenerRunner> listeners,
      ExecutorService writer,
      Consumer<Throwable> failed) {
    this.store = store;
    this.every = every.toNanos();
    this.ticker = ticker;
    this.state = state;
    this.sources = sources;
    this.listeners = listeners;
    this.writer = writer;
    this.failed = failed;
    this.started = ticker.getAsLong();
    this.last = started;
  }

  /**
   * Begins a snapshot if it is time for one, the one before is finished, and all sources have told
   * where they begin. A snapshot without that would let them begin anew, with what is there by
   * then; so it waits for a while.
   */
  void beginIfDue() {
    long now = ticker.getAsLong();
    if (now - last >= every
        && inProgress.isDone()
        && (now - started >= PATIENCE || sources.stream().allMatch(SourceRunner::hasBegun))) {
      begin();
    }
  }

  /** The next one is due now. */
  void beginSoon() {
    last = ticker.getAsLong() - every;
  }

  private void begin() {
    last = ticker.getAsLong();
    CrashPoint.SNAPSHOT_BEGUN.reach();
    Sections sections;
    try {
      sections = state.copy();
    } catch (RuntimeException e) {
      failed.accept(e);
      return;
    }
    List<SourceRunner.StateSaved> saved = sources.stream().map(SourceRunner::copied).toList();
    CrashPoint.STATE_COPIED.reach();
    List<CompletableFuture<ListenerCursor>> cursors =
        listeners.stream().map(ListenerRunner::barrier).toList();
    inProgress =
        CompletableFuture.allOf(cursors.toArray(CompletableFuture[]::new))
            .thenRunAsync(() -> write(sections, cursors, saved), writer)
            .exceptionally(
                problem -> {
                  failed.accept(
                      problem instanceof CompletionException && problem.getCause() != null
                          ? problem.getCause()
                          : problem);
                  return null;
                });
  }

  private void write(
      Sections sections,
      List<CompletableFuture<ListenerCursor>> cursors,
      List<SourceRunner.StateSaved> saved) {
    CrashPoint.LISTENERS_ASKED.reach();
    try {
      state.force();
      state.add(cursors.stream().map(CompletableFuture::join).toList(), sections);
      store.write(sections.toBytes());
      for (SourceRunner.StateSaved each : saved) {
        each.run();
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /**
   * Saves what there is at the end, and waits for it; the listeners take no more events afterwards.
   * Interrupted, it gives up.
   */
  void finish() {
    try {
      inProgress.get();
      begin();
      inProgress.get();
      CrashPoint.LAST_SNAPSHOT_WRITTEN.reach();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("problems are told before", e);
    } finally {
      close();
    }
  }

  /** Lets go of the store without saving anything. */
  void close() {
    writer.shutdown();
    try {
      store.close();
    } catch (IOException e) {
      failed.accept(e);
    }
  }
}
