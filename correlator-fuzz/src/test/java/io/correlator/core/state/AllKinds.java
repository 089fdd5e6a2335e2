package io.correlator.core.state;

import io.correlator.api.Event;
import io.correlator.api.module.Counter;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.Timer;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.AlarmSpec;
import io.correlator.api.state.Codec;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.Condition;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.DistinctSpec;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.HeartbeatSpec;
import io.correlator.api.state.Operators;
import io.correlator.api.state.SequenceSpec;
import io.correlator.api.state.StateSpec;
import io.correlator.api.state.StepMatch;
import java.time.Duration;

/** A module that has some of each kind of state. */
final class AllKinds implements Module {
  private static final Duration WINDOW = Duration.ofMillis(10);

  @Override
  public String name() {
    return "all-kinds";
  }

  @Override
  public Processor open(ModuleContext context) {
    Operators operators = context.operators();
    FiringHandler fired = handler(context);
    Counter calls = context.counter("calls");
    var last = context.value("last", Codec.of(String.class), "");
    var seen = context.state(StateSpec.of("seen", String.class, Integer.class).maxKeys(10));
    var recent = context.slidingCounter("recent", 3, WINDOW);
    Timer timer = context.timer("timer", () -> last.set("ticked"));
    var count = operators.count("count", CountSpec.atLeast(2).within(WINDOW).maxKeys(10), fired);
    var distinct =
        operators.distinct("distinct", DistinctSpec.atLeast(3).within(WINDOW).maxKeys(10), fired);
    var sum =
        operators.aggregate(
            "sum",
            AggregateSpec.percentile(50, Condition.moreThan(1)).within(WINDOW).maxKeys(10),
            fired);
    var both =
        operators.coincidence("both", CoincidenceSpec.allOf(2).within(WINDOW).maxKeys(10), fired);
    var sequence =
        operators.sequence("sequence", SequenceSpec.of(3).within(WINDOW).maxKeys(10), fired);
    var absence =
        operators.absence("absence", AbsenceSpec.each().within(WINDOW).maxKeys(10), fired);
    var heartbeat =
        operators.heartbeat("beat", HeartbeatSpec.learned().within(WINDOW).maxKeys(10), fired);
    var alarm =
        operators.alarm(
            "alarm",
            AlarmSpec.raisedAt(3, WINDOW).clearedAt(1, WINDOW.multipliedBy(2)).maxKeys(10),
            fired);
    return record -> {
      String key = record.message();
      int number = (int) (record.epochMilli() % 3);
      calls.increment();
      last.set(key);
      seen.put(key, number);
      recent.add(key, record);
      timer.schedule(WINDOW);
      count.add(key, record);
      distinct.add(key, "value" + number, record);
      sum.add(key, number / 2.0, record);
      both.hit(key, StepMatch.step(number % 2), record);
      sequence.hit(key, StepMatch.step(number), record);
      absence.expect(key, record);
      heartbeat.beat(key, record);
      alarm.add(key, record);
    };
  }

  private static FiringHandler handler(ModuleContext context) {
    return new FiringHandler() {
      @Override
      public void fired(Firing firing) {
        context.emit(Event.notice("Fired").summary(firing.toString()));
      }
    };
  }
}
