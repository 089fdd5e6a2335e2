package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.StatisticsPeriod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The order in which modules see records, deadlines and each other's events: a moment after the
 * other, and in each moment one module after the other. How that is brought about is up to the
 * class; what comes out is the same.
 */
abstract class Flow {
  private final List<Stage> stages = new ArrayList<>();
  private final Consumer<EmittedEvent> output;
  private final Moment moment = new Moment();

  Flow(Consumer<EmittedEvent> output) {
    this.output = output;
  }

  /** A module, behind those before. */
  void add(Stage stage) {
    stages.add(stage);
  }

  final List<Stage> stages() {
    return stages;
  }

  /** The time that a run of a module goes by. */
  abstract EngineTime timeOfRun();

  /** The times that the runs go by. */
  abstract List<EngineTime> times();

  /** Engine time in milliseconds. */
  abstract long now();

  /** It is {@code time}, and nothing happens because of that. */
  abstract void set(long time);

  /** What is due before {@code bound} happens; then it is {@code time}. */
  abstract void advance(long bound, long time);

  /** A record comes now. */
  abstract void process(LogRecord record);

  /** All that has come so far is evaluated, and its events are given out. */
  abstract void flush();

  /** When something is due next, of all that has come so far; long after all time if nothing is. */
  final long nextDeadline() {
    flush();
    long next = Long.MAX_VALUE;
    for (EngineTime time : times()) {
      next = Math.min(next, time.timers().first());
    }
    return next;
  }

  /** A period is over now. */
  final void endPeriod(StatisticsPeriod period) {
    flush();
    moment.begin(null, now());
    for (Stage stage : stages) {
      int before = moment.events().size();
      stage.onStatistics(period, moment);
      stage.onEarlierEvents(moment, before);
    }
    giveOut(moment);
  }

  /**
   * Puts another module in the place of the one at a stage, behind all that has come so far.
   *
   * @throws Exception whatever the module throws; all is as it was then
   */
  final Handover exchange(Stage stage, Module module) throws Exception {
    flush();
    moment.begin(null, now());
    try {
      return stage.exchange(module, moment);
    } finally {
      giveOut(moment);
    }
  }

  final void close() {
    flush();
    moment.begin(null, now());
    stages.forEach(stage -> stage.close(moment));
    giveOut(moment);
  }

  final void giveOut(Moment done) {
    if (!done.isQuiet()) {
      done.notices().forEach(Runnable::run);
      done.events().forEach(output);
    }
  }
}
