package io.correlator.core.pipeline;

import io.correlator.api.LogRecord;
import java.util.ArrayList;
import java.util.List;

/** A module without keys sees a batch in the pipeline's thread. */
final class SingleRound implements Round {
  private final SingleStage stage;
  private final Lane lane;
  private final List<Timeline.Passed> passed = new ArrayList<>();

  SingleRound(SingleStage stage) {
    this.stage = stage;
    this.lane = new Lane(stage.run());
  }

  @Override
  public void run(Timeline timeline) {
    lane.begin();
    passed.clear();
    for (int i = 0; i < timeline.size(); i++) {
      lane.moveTo(i, timeline);
      hearDeadlines();
      show(i, timeline);
    }
    timeline.insert(passed);
  }

  /** Those that passed before this moment. */
  private void hearDeadlines() {
    List<Lane.Deadline> deadlines = lane.deadlines();
    for (int i = passed.size(); i < deadlines.size(); i++) {
      passed.add(deadlines.get(i).heardBy(stage));
    }
  }

  private void show(int index, Timeline timeline) {
    LogRecord record = timeline.record(index);
    int before = timeline.eventCount(index);
    if (record != null) {
      ModuleRun run = stage.run();
      run.onRecord(record);
      if (run.hasOutcome()) {
        stage.hear(run, timeline.moment(index));
      }
    }
    if (before > 0) {
      stage.onEarlierEvents(timeline.moment(index), before);
    }
  }
}
