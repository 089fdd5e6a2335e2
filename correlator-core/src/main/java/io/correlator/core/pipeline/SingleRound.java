package io.correlator.core.pipeline;

import io.correlator.api.LogRecord;
import java.util.List;

/** A module without keys sees a batch in the pipeline's thread. */
final class SingleRound implements Round {
  private final SingleStage stage;
  private final Lane lane;

  SingleRound(SingleStage stage) {
    this.stage = stage;
    this.lane = new Lane(stage.run());
  }

  @Override
  public void run(Timeline timeline) {
    lane.begin();
    timeline.beginMerge();
    int taken = 0;
    for (int i = 0; i < timeline.size(); i++) {
      lane.moveTo(i, timeline);
      taken = takeDeadlines(timeline, taken);
      Moment moment = timeline.get(i);
      timeline.take(i);
      int before = moment.events().size();
      LogRecord record = moment.record();
      if (record != null) {
        stage.onRecord(record, moment);
      }
      stage.onEarlierEvents(moment, before);
    }
    timeline.endMerge();
  }

  private int takeDeadlines(Timeline timeline, int taken) {
    List<Lane.Deadline> passed = lane.deadlines();
    for (int i = taken; i < passed.size(); i++) {
      Lane.Deadline deadline = passed.get(i);
      Moment moment = timeline.make(null, deadline.time());
      moment.moves(deadline.at());
      stage.hear(deadline.group(), deadline.outcome(), moment);
      timeline.insert(moment);
    }
    return passed.size();
  }
}
