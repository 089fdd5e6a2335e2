package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import java.util.List;

/** A module without a key: one run sees everything. */
final class SingleStage extends Stage {
  private final ModuleRun run;

  /**
   * Opens the module.
   *
   * @throws Exception whatever the module throws
   */
  SingleStage(String name, Module module, Surroundings around, EngineTime time) throws Exception {
    super(name, module, around);
    run = new ModuleRun(this, ModuleRun.ALL, time, around.quarantine());
    run.open(module);
  }

  @Override
  List<ModuleRun> runs() {
    return List.of(run);
  }

  ModuleRun run() {
    return run;
  }

  @Override
  void prepare(Module module) {
    if (KeyedStage.fits(module)) {
      throw new IllegalArgumentException("a module with keys cannot follow one without");
    }
  }

  @Override
  void exchanged() {}

  @Override
  void onRecord(LogRecord record, Moment moment) {
    run.onRecord(record);
    hear(run, moment);
  }

  @Override
  void onEvent(EmittedEvent event, Moment moment) {
    run.onEvent(event);
    hear(run, moment);
  }

  @Override
  long records() {
    return run.records();
  }

  @Override
  long passedBy() {
    return run.passedBy();
  }

  @Override
  void limitState(long bytes) {
    run.limitState(bytes);
  }
}
