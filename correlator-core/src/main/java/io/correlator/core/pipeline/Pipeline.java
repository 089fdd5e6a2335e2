package io.correlator.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.listener.Interest;
import io.correlator.api.module.Module;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.state.EvidenceRing;
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

  private final PipelineClock clock;
  private final List<ModuleRun> runs = new ArrayList<>();
  private final StatisticsSchedule schedule;
  private final QuarantineSettings quarantine;
  private final FailureHandler failures;
  private final Consumer<EmittedEvent> output;
  private final StandardCounter evaluated = new StandardCounter(new UndoLog());
  private final List<EmittedEvent> flow = new ArrayList<>();
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
    this(period, STATE_BYTES, QuarantineSettings.off(), failures, output);
  }

  /**
   * A pipeline without modules.
   *
   * @param period the length of a period of statistics, 1 ms or longer
   * @param stateBytes how many bytes the state of all modules may take, about; at least 1
   * @param quarantine when a module that fails is left out
   * @param failures told about what modules throw
   * @param output takes the events; called in the thread that drives the pipeline
   */
  public Pipeline(
      Duration period,
      long stateBytes,
      QuarantineSettings quarantine,
      FailureHandler failures,
      Consumer<EmittedEvent> output) {
    this.clock = new PipelineClock(stateBytes);
    this.schedule = new StatisticsSchedule(period);
    this.quarantine = requireNonNull(quarantine, "quarantine");
    this.failures = requireNonNull(failures, "failures");
    this.output = requireNonNull(output, "output");
  }

  /**
   * Opens {@code module} under {@code name} and puts it behind the modules opened before.
   *
   * @throws Exception whatever the module throws; it is then not part of the pipeline
   */
  public void open(String name, Module module) throws Exception {
    ModuleRun run = new ModuleRun(name, clock, failures, quarantine, this::reportNow);
    run.open(module);
    runs.add(run);
  }

  /** Takes a record: time moves to it, and the modules see it. */
  public void process(LogRecord record) {
    evaluated.increment();
    long time = record.epochMilli();
    if (!schedule.started()) {
      clock.set(time);
      schedule.startAt(time);
    } else if (time > clock.epochMilli()) {
      moveTo(time);
    }
    for (ModuleRun run : runs) {
      int before = flow.size();
      run.onRecord(record, flow);
      offerEarlierEvents(run, before);
    }
    giveOut();
  }

  private void offerEarlierEvents(ModuleRun run, int before) {
    for (int i = 0; i < before; i++) {
      run.onEvent(flow.get(i), flow);
    }
  }

  private void giveOut() {
    if (!flow.isEmpty()) {
      flow.forEach(output);
      flow.clear();
    }
  }

  /** Moves engine time without a record; does nothing if it is that late already. */
  public void advanceTo(Instant time) {
    long target = time.toEpochMilli();
    if (!schedule.started()) {
      clock.set(target);
      schedule.startAt(target);
    } else if (target > clock.epochMilli()) {
      moveTo(target);
    }
  }

  /**
   * Takes note that every record up to {@code time}, inclusive, has been processed: what is due by
   * then happens. Does nothing before the first record.
   */
  public void passed(Instant time) {
    long next = time.toEpochMilli() + 1;
    if (schedule.started() && next > clock.epochMilli()) {
      closePeriodsUpTo(next);
      runTimersBefore(next);
      clock.set(next - 1);
    }
  }

  private void moveTo(long time) {
    closePeriodsUpTo(time);
    runTimersBefore(time);
    clock.set(time);
  }

  private void closePeriodsUpTo(long time) {
    while (schedule.end() <= time) {
      runTimersBefore(schedule.end());
      closePeriod(schedule.end(), false);
      // A period in which nothing happened, such as a gap in the log, is not reported.
      schedule.startAt(time);
    }
  }

  private void runTimersBefore(long time) {
    while (clock.timers().isDueBefore(time)) {
      Timers.Slot timer = clock.timers().next();
      clock.set(Math.max(clock.epochMilli(), timer.deadline()));
      int position = runs.indexOf(timer.owner());
      timer.owner().onTimer(timer.task(), flow);
      for (ModuleRun later : runs.subList(position + 1, runs.size())) {
        offerEarlierEvents(later, flow.size());
      }
      giveOut();
    }
  }

  private void closePeriod(long end, boolean partial) {
    clock.set(Math.max(clock.epochMilli(), end));
    StatisticsPeriod period =
        new StatisticsPeriod(
            Instant.ofEpochMilli(schedule.start()), Instant.ofEpochMilli(end), partial);
    for (ModuleRun run : runs) {
      int before = flow.size();
      run.onStatistics(period, flow);
      offerEarlierEvents(run, before);
    }
    giveOut();
    takeStock();
    for (ModuleRun run : runs) {
      report(EngineEvents.statistics(period, run.statistics()).build());
    }
  }

  /**
   * The input has come to its end: the modules give their statistics for the period cut short.
   * Records may follow all the same, when a later run goes on from here.
   */
  public void finish() {
    if (schedule.started()) {
      closePeriod(clock.epochMilli(), true);
    }
    takeStock();
  }

  /** Ends the run: the modules are closed. Later calls do nothing. */
  public void close() {
    if (!closed) {
      closed = true;
      runs.forEach(ModuleRun::close);
    }
  }

  /**
   * Gives out an event of the engine itself. It happens at engine time, or, before the first record
   * has set that, at {@code otherwise}.
   */
  public void report(Event.Builder event, Instant otherwise) {
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
   * events and ids. Not during a call of {@link #process}.
   *
   * @throws java.io.UncheckedIOException if a codec of a module cannot write a value
   */
  @SuppressWarnings("exports") // for the engine and what tests it, not for embedders
  public void save(StateOutput out) {
    out.section("pipeline", VERSION, this::saveAll);
  }

  private void saveAll(StateOutput out) {
    out.writeLong(clock.epochMilli());
    schedule.save(out);
    out.writeLong(engineEvents);
    out.writeLong(evaluated.value());
    out.section("evidence", EvidenceRing.VERSION, clock.evidence()::save);
    out.writeInt(runs.size());
    for (ModuleRun run : runs) {
      run.save(out);
    }
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
    clock.set(in.readLong());
    schedule.load(in);
    engineEvents = in.readLong();
    evaluated.set(in.readLong());
    in.section("", "evidence", EvidenceRing.VERSION, clock.evidence()::load);
    int count = in.readCount(1);
    if (count != runs.size()) {
      throw new InvalidObjectException(
          "%d modules were saved, there are %d".formatted(count, runs.size()));
    }
    for (ModuleRun run : runs) {
      run.load(in);
    }
  }

  /** Engine time; 1970-01-01T00:00Z before the first record. */
  public Instant now() {
    return Instant.ofEpochMilli(clock.epochMilli());
  }

  /** How many records {@link #process} has taken. Any thread may ask. */
  public long evaluated() {
    return evaluated.value();
  }

  /** Notes how much state the modules hold, so that {@link #statistics()} can tell. */
  public void takeStock() {
    runs.forEach(ModuleRun::takeStock);
  }

  /** What the modules have done so far, in the order of flow. Any thread may ask. */
  public List<ModuleStatistics> statistics() {
    return runs.stream().map(ModuleRun::statistics).toList();
  }
}
