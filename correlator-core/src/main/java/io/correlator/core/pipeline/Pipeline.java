package io.correlator.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.listener.Interest;
import io.correlator.api.module.LiveModule;
import io.correlator.api.module.Module;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.state.StateException;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.core.state.UndoLog;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way of a record through the modules.
 *
 * <p>Engine time is the latest event time seen. Before a record moves it, everything that is due
 * earlier happens: timers, and the end of a period of statistics. Then each module in turn sees the
 * record and the events of the modules before it; at the end all events of the record go out, in
 * the order of the modules.
 *
 * <p>For one thread at a time, except {@link #statistics()}, which any thread may call.
 */
public final class Pipeline {
  /** How long a period of statistics is unless told otherwise: a day, UTC. */
  public static final Duration DAY = Duration.ofDays(1);

  /** How many bytes all state of the modules may take unless told otherwise: 64 MiB. */
  public static final long STATE_BYTES = 64L << 20;

  private static final int VERSION = 1;

  /** What is due then is due never. */
  private static final long FAR = Long.MAX_VALUE - 1;

  private final Flow flow;
  private final Stage.Surroundings around;
  private final StatisticsSchedule schedule;
  private final long stateBytes;
  private final Consumer<EmittedEvent> output;
  private final StandardCounter evaluated = new StandardCounter(new UndoLog());
  private final List<LiveStage> live = new ArrayList<>();
  private final List<Event.Builder> unsaid = new ArrayList<>();
  private long engineEvents;
  private boolean closed;

  /**
   * A pipeline without modules, which leaves out none, however often they fail.
   *
   * @param period the length of a period of statistics, 1 ms or longer
   * @param failures told about what modules throw
   * @param output takes the events; called in the thread that drives the pipeline
   */
  public Pipeline(Duration period, FailureHandler failures, Consumer<EmittedEvent> output) {
    this(period, STATE_BYTES, QuarantineSettings.off(), Crew.alone(), failures, output);
  }

  /**
   * A pipeline without modules.
   *
   * @param period the length of a period of statistics, 1 ms or longer
   * @param stateBytes how many bytes the state of all modules may take, about; at least 1. It is
   *     divided equally among the modules that have state
   * @param quarantine when a module that fails is left out
   * @param crew who lets modules with keys see records. With a crew of one, each record is
   *     evaluated when it comes, otherwise when there are some thousands or {@link #flush} is
   *     called; the events are the same
   * @param failures told about what modules throw
   * @param output takes the events; called in the thread that drives the pipeline
   */
  public Pipeline(
      Duration period,
      long stateBytes,
      QuarantineSettings quarantine,
      Crew crew,
      FailureHandler failures,
      Consumer<EmittedEvent> output) {
    if (stateBytes < 1) {
      throw new IllegalArgumentException("stateBytes must be 1 or more, was " + stateBytes);
    }
    this.stateBytes = stateBytes;
    this.schedule = new StatisticsSchedule(period);
    this.around =
        new Stage.Surroundings(
            requireNonNull(quarantine, "quarantine"),
            requireNonNull(failures, "failures"),
            this::reportNow);
    this.output = requireNonNull(output, "output");
    this.flow = crew.size() == 1 ? new SerialFlow(output) : new BatchedFlow(crew, output);
  }

  /** Whether a crew of more than one is of any use to {@code module}: it has keys. */
  public static boolean canBePartitioned(Module module) {
    return KeyedStage.fits(atFirst(module));
  }

  private static Module atFirst(Module module) {
    return module instanceof LiveModule changing ? changing.current() : module;
  }

  /**
   * Opens {@code module} under {@code name} and puts it behind the modules opened before.
   *
   * @throws Exception whatever the module throws; it is then not part of the pipeline
   */
  public void open(String name, Module module) throws Exception {
    Module opened = atFirst(module);
    Stage stage =
        KeyedStage.fits(opened)
            ? new KeyedStage(name, opened, around, flow::timeOfRun)
            : new SingleStage(name, opened, around, flow.timeOfRun());
    flow.add(stage);
    if (module instanceof LiveModule changing) {
      live.add(new LiveStage(changing, opened, stage));
    }
    divideBytes();
  }

  private void divideBytes() {
    List<Stage> withState = flow.stages().stream().filter(Pipeline::hasState).toList();
    withState.forEach(stage -> stage.limitState(Math.max(1, stateBytes / withState.size())));
  }

  private static boolean hasState(Stage stage) {
    return stage.runs().stream().anyMatch(ModuleRun::hasState);
  }

  /** Takes a record: time moves to it, and the modules see it. */
  public void process(LogRecord record) {
    if (!schedule.started()) {
      moveTo(record.epochMilli());
    }
    takeChanges();
    evaluated.increment();
    moveTo(record.epochMilli());
    flow.process(record);
  }

  /**
   * Lets modules that are {@linkplain LiveModule exchanged} take the places of those before, behind
   * all records so far. Called before each record, and by whoever has none for a while: that does
   * nothing before the first record, since there is no time yet at which they could be opened.
   */
  public void takeChanges() {
    if (schedule.started()) {
      for (int i = 0; i < live.size(); i++) {
        LiveStage stage = live.get(i);
        stage.change().ifPresent(module -> exchange(stage, module));
      }
      if (!unsaid.isEmpty()) {
        flow.flush();
        unsaid.forEach(this::reportNow);
        unsaid.clear();
      }
    }
  }

  private void exchange(LiveStage changing, Module module) {
    String name = changing.stage().name();
    Module before = changing.atWork();
    try {
      Handover handover = flow.exchange(changing.stage(), module);
      divideBytes();
      changing.changed(module);
      reportNow(
          EngineEvents.moduleChanged(
              name, evaluated.value(), changing.difference(before, module), handover));
    } catch (Exception | LinkageError e) {
      reportNow(EngineEvents.moduleNotChanged(name, e));
    }
  }

  /** Moves engine time without a record; does nothing if it is that late already. */
  public void advanceTo(Instant time) {
    moveTo(time.toEpochMilli());
  }

  private void moveTo(long time) {
    if (!schedule.started()) {
      flow.set(time);
      schedule.startAt(time);
    } else if (time > flow.now()) {
      endPeriodsUpTo(time);
      flow.advance(time, time);
    }
  }

  /**
   * Takes note that every record up to {@code time}, inclusive, has been processed: what is due by
   * then happens. Does nothing before the first record.
   */
  public void passed(Instant time) {
    long next = time.toEpochMilli() + 1;
    if (schedule.started() && next > flow.now()) {
      endPeriodsUpTo(next);
      flow.advance(next, Math.max(flow.now(), next - 1));
    }
  }

  private void endPeriodsUpTo(long time) {
    while (schedule.end() <= time) {
      long end = schedule.end();
      flow.advance(end, Math.max(flow.now(), end));
      endPeriod(end, false);
      // A period in which nothing happened, such as a gap in the log, is not reported.
      schedule.startAt(time);
    }
  }

  private void endPeriod(long end, boolean partial) {
    StatisticsPeriod period =
        new StatisticsPeriod(
            Instant.ofEpochMilli(schedule.start()), Instant.ofEpochMilli(end), partial);
    flow.endPeriod(period);
    takeStock();
    for (ModuleStatistics module : statistics()) {
      reportNow(EngineEvents.statistics(period, module));
    }
  }

  /** All records that were taken are evaluated, and their events given out, when this returns. */
  public void flush() {
    flow.flush();
  }

  /**
   * The input has come to its end and none will follow: time goes on without records until nothing
   * waits for it any more. What is found then says so; timers that modules set then are left out,
   * since one that is set again and again would have no end. {@link #finish} comes next.
   */
  public void closeAtEnd() {
    if (schedule.started()) {
      flow.advance(flow.now() + 1, flow.now());
      flow.flush();
      flow.times().forEach(EngineTime::end);
      for (long due = flow.nextDeadline(); due < FAR; due = flow.nextDeadline()) {
        passed(Instant.ofEpochMilli(due));
      }
    }
  }

  /**
   * The input has come to its end: what is due at the time of the last record happens, and the
   * modules give their statistics for the period cut short. Records may follow all the same, when a
   * later run goes on from here.
   */
  public void finish() {
    if (schedule.started()) {
      flow.advance(flow.now() + 1, flow.now());
      endPeriod(flow.now(), true);
    }
    takeStock();
    flow.stages().forEach(stage -> stage.runs().forEach(ModuleRun::countUndetermined));
  }

  /** Ends the run: the modules are closed. Later calls do nothing. */
  public void close() {
    if (!closed) {
      closed = true;
      flow.close();
    }
  }

  /**
   * Gives out an event of the engine itself, behind those of the records before. It happens at
   * engine time, or, before the first record has set that, at {@code otherwise}.
   */
  public void report(Event.Builder event, Instant otherwise) {
    flow.flush();
    report(event.build(schedule.started() ? now() : otherwise));
  }

  private void reportNow(Event.Builder event) {
    report(event.build(now()));
  }

  private void report(Event event) {
    output.accept(EmittedEvent.causedByTime(event.timestamp(), Interest.ENGINE, event, index()));
  }

  private int index() {
    return (int) engineEvents++;
  }

  /**
   * Saves the state of all modules, their timers and statistics, and engine time. A pipeline with
   * the same modules that {@linkplain #load loads} it goes on as this one does, with the same
   * events and ids, whatever the crews. Not during a call of {@link #process}.
   *
   * @throws java.io.UncheckedIOException if a codec of a module cannot write a value
   */
  @SuppressWarnings("exports") // for the engine and what tests it, not for embedders
  public void save(StateOutput out) {
    flow.flush();
    out.section("pipeline", VERSION, this::saveAll);
  }

  private void saveAll(StateOutput out) {
    out.writeLong(flow.now());
    schedule.save(out);
    out.writeLong(engineEvents);
    out.writeLong(evaluated.value());
    out.writeInt(flow.stages().size());
    flow.stages().forEach(stage -> stage.save(out));
  }

  /**
   * Takes over what was saved. Comes after the modules were opened and before the first record; a
   * pipeline that could not load is of no use.
   *
   * @throws StateException if what was saved is damaged, or was saved by other modules or by ones
   *     with other state; the message says which
   */
  @SuppressWarnings("exports") // for the engine and what tests it, not for embedders
  public void load(StateInput in) {
    in.section("", "pipeline", VERSION, this::loadAll);
  }

  private void loadAll(StateInput in) throws IOException {
    flow.set(in.readLong());
    schedule.load(in);
    engineEvents = in.readLong();
    evaluated.set(in.readLong());
    int count = in.readCount(1);
    if (count != flow.stages().size()) {
      throw new InvalidObjectException(
          "%d modules were saved, there are %d".formatted(count, flow.stages().size()));
    }
    for (Stage stage : flow.stages()) {
      Handover handover = stage.load(in);
      if (handover.changesAnything()) {
        unsaid.add(EngineEvents.stateFitted(stage.name(), handover));
      }
    }
  }

  /** Engine time; 1970-01-01T00:00Z before the first record. */
  public Instant now() {
    return Instant.ofEpochMilli(flow.now());
  }

  /** How many records {@link #process} has taken. Any thread may ask. */
  public long evaluated() {
    return evaluated.value();
  }

  /** Notes how much state the modules hold, so that {@link #statistics()} can tell. */
  public void takeStock() {
    flow.stages().forEach(stage -> stage.runs().forEach(ModuleRun::takeStock));
  }

  /** What the modules have done so far, in the order of flow. Any thread may ask. */
  public List<ModuleStatistics> statistics() {
    return flow.stages().stream().map(Stage::statistics).toList();
  }
}
