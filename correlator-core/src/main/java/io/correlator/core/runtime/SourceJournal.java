package io.correlator.core.runtime;

import io.correlator.api.LogRecord;
import io.correlator.core.fault.Sabotage;
import io.correlator.core.journal.Journal;
import io.correlator.core.journal.JournalSpace;
import io.correlator.core.journal.Mark;
import io.correlator.core.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a source takes, before anything is made of it. What cannot be written is not
 * taken: the source waits, and so takes nothing more, until it can. For the source's thread.
 */
final class SourceJournal {
  private static final long RETRY_MILLIS = 200;

  /** As long as snapshots are made, room comes soon. */
  private static final int WAITS_FOR_SNAPSHOTS = 10;

  private final Journal journal;
  private final JournalSpace space;
  private final Watcher watcher;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private boolean blocked;
  private @Nullable Batch withheld;

  /** Hears whether it can be written to. */
  interface Watcher {
    /** Snapshots would let go of some of it. Said again and again. */
    void full();

    void blocked(String reason);

    void writable();
  }

  private record Batch(Collection<LogRecord[]> records, String position, List<String> notes) {}

  SourceJournal(Journal journal, JournalSpace space, Watcher watcher) {
    this.journal = journal;
    this.space = space;
    this.watcher = watcher;
  }

  Journal journal() {
    return journal;
  }

  /** The source shall stop: it waits no longer. Any thread may say so. */
  void stop() {
    stopping.countDown();
  }

  /**
   * Writes a batch; waits until that is possible.
   *
   * @return where the journal stands after it; empty if it could not be written before the source
   *     was told to stop
   */
  Optional<Mark> write(Collection<LogRecord[]> records, String position, List<String> notes) {
    Batch batch = new Batch(records, position, notes);
    if (Sabotage.JOURNAL_BEHIND.isActive()) {
      Batch before = withheld;
      withheld = batch;
      return before == null ? Optional.of(Mark.BEGINNING) : write(before);
    }
    return write(batch);
  }

  private Optional<Mark> write(Batch batch) {
    int waits = 0;
    while (true) {
      boolean isFull = space.isFull() && stopping.getCount() > 0;
      if (isFull) {
        watcher.full();
        if (++waits > WAITS_FOR_SNAPSHOTS) {
          block("its journal has %d bytes, and state is not saved".formatted(space.most()));
        }
      } else {
        try {
          Mark mark = journal.append(batch.records(), batch.position(), batch.notes());
          goOn();
          return Optional.of(mark);
        } catch (IOException | UncheckedIOException e) {
          block("its journal cannot be written: " + e.getMessage());
        }
      }
      // What only waits for room is written when nobody can wait any more.
      if (stopsWithin(RETRY_MILLIS) && !isFull) {
        return Optional.empty();
      }
    }
  }

  private void block(String problem) {
    if (!blocked) {
      blocked = true;
      watcher.blocked(problem);
    }
  }

  private void goOn() {
    if (blocked) {
      blocked = false;
      watcher.writable();
    }
  }

  private boolean stopsWithin(long millis) {
    try {
      return stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** What was written is on the disk when this returns. */
  void force() throws IOException {
    journal.force();
  }

  /** A snapshot has been saved. In some thread. */
  void saved(Mark mark) throws IOException {
    journal.saved(mark.number(), SnapshotStore.KEPT);
  }

  void close() throws IOException {
    journal.close();
  }
}
