package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gathers what comes and lets one module after the other see all of it, so that a module with keys
 * can see it with many hands. Nothing flows backwards, so it makes no difference to a module
 * whether those behind it have seen a record when the next one comes; and what comes of it goes out
 * in the order of moments. Each run of a module has a time of its own, because they are not all in
 * the same place.
 */
final class BatchedFlow extends Flow {
  /**
   * So many fit into the caches of a processor, with the records and what modules make of them; and
   * they are so many that to hand them over costs little.
   */
  private static final int MOST_MOMENTS = 2048;

  private final Crew crew;
  private final List<Round> rounds = new ArrayList<>();
  private final List<EngineTime> times = new ArrayList<>();
  private final Timeline timeline = new Timeline(MOST_MOMENTS);
  private long latest;
  private boolean givingOut;
  private long givingOutAt;

  BatchedFlow(Crew crew, Consumer<EmittedEvent> output) {
    super(output);
    this.crew = crew;
  }

  @Override
  void add(Stage stage) {
    super.add(stage);
    rounds.add(
        stage instanceof KeyedStage keyed
            ? new KeyedRound(keyed, crew)
            : new SingleRound((SingleStage) stage));
  }

  @Override
  EngineTime timeOfRun() {
    EngineTime time = new EngineTime();
    time.set(latest);
    times.add(time);
    return time;
  }

  @Override
  List<EngineTime> times() {
    return times;
  }

  @Override
  long now() {
    return givingOut ? givingOutAt : latest;
  }

  @Override
  void set(long time) {
    flush();
    latest = time;
    times.forEach(each -> each.set(time));
  }

  @Override
  void advance(long bound, long time) {
    if (timeline.size() >= MOST_MOMENTS) {
      flush();
    }
    latest = time;
    timeline.move(bound, time);
  }

  @Override
  void process(LogRecord record) {
    if (timeline.isFull(MOST_MOMENTS)) {
      flush();
    }
    timeline.add(record, latest);
  }

  @Override
  void flush() {
    if (givingOut || timeline.size() == 0) {
      return;
    }
    try {
      for (Round round : rounds) {
        round.run(timeline);
      }
      givingOut = true;
      for (int i = 0; i < timeline.size(); i++) {
        if (timeline.isMade(i)) {
          Moment moment = timeline.moment(i);
          givingOutAt = moment.time();
          giveOut(moment);
        }
      }
    } finally {
      givingOut = false;
      timeline.clear();
    }
  }
}
