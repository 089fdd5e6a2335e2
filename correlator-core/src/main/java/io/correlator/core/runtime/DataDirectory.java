package io.correlator.core.runtime;

import io.correlator.api.Event;
import io.correlator.core.fault.CrashPoint;
import io.correlator.core.pipeline.EngineEvents;
import io.correlator.core.snapshot.Sections;
import io.correlator.core.snapshot.SnapshotStore;
import io.correlator.core.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an engine goes on from, and where it saves its state; without settings it touches no disk,
 * and all its methods do nothing. Opened before the pipeline's thread begins; for that thread then.
 */
final class DataDirectory {
  private final Optional<DataSettings> settings;
  private final BiFunction<SnapshotStore, DataSettings, Snapshots> snapshotsOf;
  private final List<Event.Builder> notices = new ArrayList<>();
  private @Nullable Snapshots snapshots;

  DataDirectory(
      Optional<DataSettings> settings,
      BiFunction<SnapshotStore, DataSettings, Snapshots> snapshotsOf) {
    this.settings = settings;
    this.snapshotsOf = snapshotsOf;
  }

  /** Takes the directory for this engine; what was saved in it last, if there is anything. */
  Optional<Sections> open(List<String> problems) {
    return settings.flatMap(each -> open(each, problems));
  }

  private Optional<Sections> open(DataSettings wanted, List<String> problems) {
    try {
      SnapshotStore store = SnapshotStore.open(wanted.directory());
      snapshots = snapshotsOf.apply(store, wanted);
      return newest(store);
    } catch (IOException e) {
      problems.add("data directory %s cannot be used: %s".formatted(wanted.directory(), e));
      return Optional.empty();
    }
  }

  private Optional<Sections> newest(SnapshotStore store) throws IOException {
    Optional<SnapshotStore.Snapshot> newest = store.newest();
    CrashPoint.SNAPSHOT_READ.reach();
    store.problems().forEach(problem -> notices.add(EngineEvents.snapshotDamaged(problem)));
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    notices.add(EngineEvents.resumed(newest.get().number()));
    return Optional.of(Sections.of(newest.get().content()));
  }

  /** What is to be told about how it was opened. */
  List<Event.Builder> notices() {
    return notices;
  }

  /** Restores something; a mismatch between what was saved and what is here is a problem. */
  void resume(Runnable restoring, List<String> problems) {
    try {
      restoring.run();
    } catch (StateException e) {
      Path directory = settings.map(DataSettings::directory).orElseThrow();
      problems.add(
          "the state saved in %s cannot be used: %s; start with the modules and options that it was"
                  .formatted(directory, e.getMessage())
              + " saved with, or with another data directory");
    }
  }

  /** Whether state is saved. */
  boolean isOpen() {
    return snapshots != null;
  }

  /** Begins a snapshot if one is due. */
  void saveIfDue() {
    if (snapshots != null) {
      snapshots.beginIfDue();
    }
  }

  /** Where a source begins is worth saving, before its input changes. */
  void saveSoon() {
    if (snapshots != null) {
      snapshots.beginSoon();
    }
  }

  /** Saves for the last time and lets go of the directory. */
  void saveAndClose() {
    if (snapshots != null) {
      snapshots.finish();
    }
  }

  /** Lets go of the directory. */
  void close() {
    if (snapshots != null) {
      snapshots.close();
    }
  }
}
