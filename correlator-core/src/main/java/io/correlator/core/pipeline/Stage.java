package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.ModuleStatistics.State;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.core.state.UndoLog;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A module in its place in the flow, with its runs: one that has all keys, or one for each group of
 * keys. Gives what comes of their calls its place among all that happens, and events their ids. For
 * the pipeline's thread, where nothing else is said.
 */
abstract class Stage {
  private static final int VERSION = 1;

  private final String name;
  private final Surroundings around;
  private final boolean piecewise;
  private final StandardCounter events = new StandardCounter(new UndoLog());
  private final StandardCounter errors = new StandardCounter(new UndoLog());

  // Within one cause the index goes on counting, so that ids are unique.
  private @Nullable LogRecord causeRecord;
  private int recordIndex;
  private long causeTime = Long.MIN_VALUE;
  private int timeIndex;

  /**
   * What all stages of a pipeline share.
   *
   * @param quarantine when a run that fails is left out
   * @param failures told about what modules throw
   * @param engine gives out events of the engine itself, at the time of the present moment
   */
  record Surroundings(
      QuarantineSettings quarantine, FailureHandler failures, Consumer<Event.Builder> engine) {}

  Stage(String name, Module module, Surroundings around) {
    this.name = name;
    this.piecewise = module.hasIndependentState();
    this.around = around;
  }

  final String name() {
    return name;
  }

  /** The runs, in the order of groups. */
  abstract List<ModuleRun> runs();

  /** The module sees a record. */
  abstract void onRecord(LogRecord record, Moment moment);

  /** The module sees an event of an earlier one. */
  abstract void onEvent(EmittedEvent event, Moment moment);

  /** How many records the module was shown. Any thread may ask. */
  abstract long records();

  /** How many records passed the module by, because it is left out. Any thread may ask. */
  abstract long passedBy();

  /**
   * Puts another module in the place of the present one, for all that comes from now on.
   *
   * @throws Exception whatever the module throws; all is as it was then
   */
  final Handover exchange(Module module, Moment moment) throws Exception {
    prepare(module);
    try {
      for (ModuleRun run : runs()) {
        run.openSuccessor(module);
      }
    } catch (Throwable e) {
      runs().forEach(ModuleRun::dismissSuccessor);
      throw e;
    }
    Handover handover = Handover.NOTHING;
    for (ModuleRun run : runs()) {
      handover = handover.and(run.succeed());
      hear(run, moment);
    }
    exchanged();
    return handover;
  }

  /** Gets ready what else the module needs, so that nothing can go wrong later. */
  abstract void prepare(Module module);

  /** What was made ready is in use from now on. */
  abstract void exchanged();

  /** How many bytes all state of the module may take. */
  abstract void limitState(long bytes);

  /** The module sees those events of the moment that were there before its own. */
  final void onEarlierEvents(Moment moment, int count) {
    for (int i = 0; i < count; i++) {
      onEvent(moment.events().get(i), moment);
    }
  }

  final void onTimer(ModuleRun run, Runnable task, Moment moment) {
    run.onTimer(task);
    hear(run, moment);
  }

  final void onStatistics(StatisticsPeriod period, Moment moment) {
    for (ModuleRun run : runs()) {
      run.onStatistics(period);
      hear(run, moment);
    }
  }

  final void close(Moment moment) {
    for (ModuleRun run : runs()) {
      run.close();
      hear(run, moment);
    }
  }

  /** Takes what came of a call. */
  final void hear(ModuleRun run, Moment moment) {
    if (run.hasOutcome()) {
      hear(run.group(), run.outcome(), moment);
      run.forgetOutcome();
    }
  }

  /** Takes what came of a call for a group of keys. */
  final void hear(int group, Outcome outcome, Moment moment) {
    for (Notice notice : outcome.notices()) {
      moment.notices().add(() -> tell(group, notice));
    }
    for (Event event : outcome.events()) {
      moment.events().add(emitted(event, moment));
      events.increment();
    }
  }

  private EmittedEvent emitted(Event event, Moment moment) {
    LogRecord record = moment.record();
    if (record == null) {
      if (moment.time() != causeTime) {
        causeTime = moment.time();
        timeIndex = 0;
      }
      return EmittedEvent.causedByTime(Instant.ofEpochMilli(causeTime), name, event, timeIndex++);
    }
    if (record != causeRecord) {
      causeRecord = record;
      recordIndex = 0;
    }
    return EmittedEvent.causedBy(record.id(), name, event, recordIndex++);
  }

  private void tell(int group, Notice notice) {
    if (notice instanceof Notice.Failed failed) {
      tellFailure(failed.cause());
    } else if (notice instanceof Notice.LeftOut leftOut) {
      around.engine().accept(EngineEvents.leftOut(name, group, errors.value(), leftOut.until()));
    } else {
      around.engine().accept(EngineEvents.back(name, group));
    }
  }

  private void tellFailure(Throwable cause) {
    errors.increment();
    try {
      around.failures().onFailure(new Failure(Failure.Kind.MODULE, name, errors.value(), cause));
    } catch (RuntimeException ignored) {
      // A handler that fails must not take the engine down either.
    }
  }

  final void save(StateOutput out) {
    out.section(name, VERSION, this::saveAll);
  }

  private void saveAll(StateOutput out) {
    out.writeLong(events.value());
    out.writeLong(errors.value());
    out.writeLong(causeTime);
    out.writeInt(timeIndex);
    saveCounts(out);
    out.writeInt(runs().size());
    runs().forEach(run -> run.save(out));
  }

  /** Writes what the kind of stage has counted itself. */
  void saveCounts(StateOutput out) {}

  /** Takes over what was saved; tells what of it was of use where that is for the stage to say. */
  final Handover load(StateInput in) {
    Handover[] handover = {Handover.NOTHING};
    in.section("module", name, VERSION, content -> handover[0] = loadAll(content));
    return handover[0];
  }

  private Handover loadAll(StateInput in) throws IOException {
    events.set(in.readLong());
    errors.set(in.readLong());
    causeTime = in.readLong();
    timeIndex = in.readInt();
    loadCounts(in);
    int saved = in.readInt();
    if (saved != runs().size()) {
      throw new InvalidObjectException(
          "%d groups of keys were saved, it has %d".formatted(saved, runs().size()));
    }
    Handover handover = Handover.NOTHING;
    for (ModuleRun run : runs()) {
      handover = handover.and(run.load(in, piecewise));
    }
    return handover;
  }

  /** Takes over what {@link #saveCounts} wrote. */
  void loadCounts(StateInput in) throws IOException {}

  /** What the module has done so far. Any thread may ask. */
  final ModuleStatistics statistics() {
    boolean leftOut = false;
    long keys = 0;
    long evicted = 0;
    long undetermined = 0;
    Map<String, Long> counters = new LinkedHashMap<>();
    for (ModuleRun run : runs()) {
      leftOut |= run.isLeftOut();
      keys += run.keys();
      evicted += run.evicted();
      undetermined += run.undetermined();
      run.addCounters(counters);
    }
    return new ModuleStatistics(
        name,
        leftOut ? State.QUARANTINED : State.WORKING,
        records(),
        passedBy(),
        events.value(),
        errors.value(),
        keys,
        evicted,
        undetermined,
        counters);
  }
}
