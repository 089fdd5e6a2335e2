package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Module;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.StagedModule;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.core.state.UndoLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A module with keys: a run for each group of them, and a detector that says whose a record is. */
final class KeyedStage extends Stage {
  private final List<ModuleRun> runs;
  private final Supplier<Finder> finders;
  private final Finder finder;
  private final HitList hits = new HitList();
  private final StandardCounter records = new StandardCounter(new UndoLog());
  private final StandardCounter passedBy = new StandardCounter(new UndoLog());

  /**
   * Opens the module.
   *
   * @param times gives each run its time
   * @throws Exception whatever the module throws
   */
  KeyedStage(String name, Module module, Surroundings around, Supplier<EngineTime> times)
      throws Exception {
    super(name, around);
    List<ModuleRun> opened = new ArrayList<>();
    for (int group = 0; group < KeyGroups.COUNT; group++) {
      ModuleRun run = new ModuleRun(this, group, times.get(), around.quarantine());
      if (module instanceof StagedModule<?> staged) {
        run.openStaged(staged);
      } else {
        run.open(module);
      }
      opened.add(run);
    }
    runs = List.copyOf(opened);
    finders = findersOf(module);
    finder = finders.get();
  }

  /** Whether the module has keys. */
  static boolean fits(Module module) {
    return module instanceof StagedModule || module.partitionKey().isPresent();
  }

  private static Supplier<Finder> findersOf(Module module) {
    if (module instanceof StagedModule<?> staged) {
      return () -> new Finder.ByDetector(untyped(staged.openDetector()));
    }
    PartitionKey key = module.partitionKey().orElseThrow();
    return () -> new Finder.ByKey(key);
  }

  /** Its hits go to the processors of the same module. */
  @SuppressWarnings("unchecked")
  private static Detector<Object> untyped(Detector<?> detector) {
    return (Detector<Object>) detector;
  }

  @Override
  List<ModuleRun> runs() {
    return runs;
  }

  /** Another finder, for another thread. */
  Finder newFinder() {
    return finders.get();
  }

  @Override
  void onRecord(LogRecord record, Moment moment) {
    hits.findIn(record, finder).ifPresent(cause -> failed(cause, moment));
    boolean all = true;
    for (int i = 0; i < hits.size(); i++) {
      ModuleRun run = runOf(i);
      all &= run.onHit(record, hits.key(i), hits.hit(i));
      hear(run, moment);
    }
    count(1, all ? 0 : 1);
  }

  @Override
  void onEvent(EmittedEvent event, Moment moment) {
    hits.findIn(event, finder).ifPresent(cause -> failed(cause, moment));
    for (int i = 0; i < hits.size(); i++) {
      ModuleRun run = runOf(i);
      run.onHit(event, hits.key(i), hits.hit(i));
      hear(run, moment);
    }
  }

  private ModuleRun runOf(int hit) {
    return runs.get(hits.group(hit));
  }

  /** The detector has thrown something. */
  void failed(Throwable cause, Moment moment) {
    hear(ModuleRun.ALL, new Outcome(List.of(new Notice.Failed(cause)), List.of()), moment);
  }

  /** So many records were evaluated, of which so many passed some run by. */
  void count(long evaluated, long passed) {
    records.add(evaluated - passed);
    passedBy.add(passed);
  }

  @Override
  long records() {
    return records.value();
  }

  @Override
  long passedBy() {
    return passedBy.value();
  }

  @Override
  void limitState(long bytes) {
    runs.forEach(run -> run.limitState(KeyGroups.share(bytes)));
  }

  @Override
  void saveCounts(StateOutput out) {
    out.writeLong(records.value());
    out.writeLong(passedBy.value());
  }

  @Override
  void loadCounts(StateInput in) throws IOException {
    records.set(in.readLong());
    passedBy.set(in.readLong());
  }
}
