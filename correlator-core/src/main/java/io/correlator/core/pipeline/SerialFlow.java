package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import java.util.List;
import java.util.function.Consumer;

/** Lets all modules see a record before the next one, in the thread that brings it. */
final class SerialFlow extends Flow {
  private final EngineTime time = new EngineTime();
  private final Moment moment = new Moment();

  SerialFlow(Consumer<EmittedEvent> output) {
    super(output);
  }

  @Override
  EngineTime timeOfRun() {
    return time;
  }

  @Override
  List<EngineTime> times() {
    return List.of(time);
  }

  @Override
  long now() {
    return time.epochMilli();
  }

  @Override
  void set(long newTime) {
    time.set(newTime);
  }

  @Override
  void process(LogRecord record) {
    moment.begin(record, time.epochMilli());
    List<Stage> stages = stages();
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      int before = moment.events().size();
      stage.onRecord(record, moment);
      stage.onEarlierEvents(moment, before);
    }
    giveOut(moment);
  }

  @Override
  void advance(long bound, long newTime) {
    while (time.timers().isDueBefore(bound)) {
      Timers.Slot slot = time.timers().next();
      time.set(Math.max(time.epochMilli(), slot.deadline()));
      run(slot);
    }
    time.set(newTime);
  }

  private void run(Timers.Slot slot) {
    moment.begin(null, time.epochMilli());
    Stage stage = slot.owner().stage();
    stage.onTimer(slot.owner(), slot.task(), moment);
    List<Stage> stages = stages();
    for (Stage later : stages.subList(stages.indexOf(stage) + 1, stages.size())) {
      later.onEarlierEvents(moment, moment.events().size());
    }
    giveOut(moment);
  }

  @Override
  void flush() {}
}
