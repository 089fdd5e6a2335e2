package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Detector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A module with keys sees a batch in three steps. First each worker of the crew takes a part of the
 * moments and finds out whose they are; then each group of keys goes its way along the timeline, as
 * many groups at once as there are workers; at last the pipeline's thread puts what came of it in
 * the order in which it would have come if there were one worker.
 */
final class KeyedRound implements Round {
  private static final Comparator<Lane.Deadline> IN_ORDER =
      Comparator.comparingInt(Lane.Deadline::next)
          .thenComparingLong(Lane.Deadline::at)
          .thenComparingInt(Lane.Deadline::group);
  private static final Comparator<Lane.Call> BY_RANK = Comparator.comparingInt(Lane.Call::rank);

  /** With fewer moments, to wake somebody would take longer than to do it oneself. */
  private static final int WORTH_SHARING = 64;

  private final KeyedStage stage;
  private final Crew crew;
  private final List<Part> parts = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();

  KeyedRound(KeyedStage stage, Crew crew) {
    this.stage = stage;
    this.crew = crew;
    for (int i = 0; i < crew.size(); i++) {
      parts.add(new Part(stage.newDetector()));
    }
    for (ModuleRun run : stage.runs()) {
      lanes.add(new Lane(run));
    }
  }

  /** A part of a batch: what was found in it. */
  private static final class Part {
    private final Detector<Object> detector;
    private final HitList hits = new HitList();
    private final List<Visits> visits = new ArrayList<>();
    private final List<Lane.Call> failures = new ArrayList<>();
    private int rank;

    Part(Detector<Object> detector) {
      this.detector = detector;
      for (int group = 0; group < KeyGroups.COUNT; group++) {
        visits.add(new Visits());
      }
    }

    void detect(Timeline timeline, int from, int to) {
      for (int at = from; at < to; at++) {
        Moment moment = timeline.get(at);
        rank = 0;
        LogRecord record = moment.record();
        if (record != null) {
          found(at, hits.detectIn(record, detector), null);
        }
        for (EmittedEvent event : moment.events()) {
          found(at, hits.detectIn(event, detector), event);
        }
      }
    }

    private void found(int at, Optional<Throwable> failure, @Nullable EmittedEvent event) {
      if (failure.isPresent()) {
        Outcome outcome = new Outcome(List.of(new Notice.Failed(failure.get())), List.of());
        failures.add(new Lane.Call(at, rank++, ModuleRun.ALL, true, outcome));
      }
      for (int i = 0; i < hits.size(); i++) {
        visits.get(KeyGroups.of(hits.key(i))).add(at, rank++, event, hits.key(i), hits.hit(i));
      }
    }

    void clear() {
      visits.forEach(Visits::clear);
      failures.clear();
    }
  }

  @Override
  public void run(Timeline timeline) {
    int size = timeline.size();
    Crew hands = size < WORTH_SHARING ? Crew.alone() : crew;
    hands.each(parts.size(), number -> detect(number, timeline));
    hands.each(lanes.size(), group -> visit(group, timeline, size));
    merge(timeline);
    parts.forEach(Part::clear);
  }

  private void detect(int number, Timeline timeline) {
    int size = timeline.size();
    int count = parts.size();
    parts
        .get(number)
        .detect(
            timeline,
            (int) ((long) size * number / count),
            (int) ((long) size * (number + 1) / count));
  }

  private void visit(int group, Timeline timeline, int size) {
    Lane lane = lanes.get(group);
    lane.begin();
    for (Part part : parts) {
      visit(lane, part.visits.get(group), timeline);
    }
    lane.moveTo(size - 1, timeline);
  }

  private static void visit(Lane lane, Visits visits, Timeline timeline) {
    ModuleRun run = lane.run();
    for (int i = 0; i < visits.size(); i++) {
      int at = visits.moment(i);
      lane.moveTo(at, timeline);
      LogRecord record = timeline.get(at).record();
      EmittedEvent event = visits.event(i);
      boolean shown = true;
      if (event != null) {
        run.onHit(event, visits.key(i), visits.hit(i));
      } else if (record != null) {
        shown = run.onHit(record, visits.key(i), visits.hit(i));
      }
      lane.called(at, visits.rank(i), shown);
    }
  }

  private void merge(Timeline timeline) {
    List<Lane.Deadline> deadlines = new ArrayList<>();
    List<List<Lane.Call>> calls = new ArrayList<>();
    for (Lane lane : lanes) {
      deadlines.addAll(lane.deadlines());
      calls.add(lane.calls());
    }
    parts.forEach(part -> calls.add(part.failures));
    deadlines.sort(IN_ORDER);
    merge(timeline, deadlines, calls);
  }

  private void merge(
      Timeline timeline, List<Lane.Deadline> deadlines, List<List<Lane.Call>> calls) {
    int[] next = new int[calls.size()];
    List<Lane.Call> here = new ArrayList<>();
    int passed = 0;
    long records = 0;
    long passedBy = 0;
    timeline.beginMerge();
    for (int at = 0; at < timeline.size(); at++) {
      while (passed < deadlines.size() && deadlines.get(passed).next() == at) {
        insert(deadlines.get(passed++), timeline);
      }
      Moment moment = timeline.get(at);
      timeline.take(at);
      records += moment.record() == null ? 0 : 1;
      collect(at, calls, next, here);
      passedBy += here.stream().allMatch(Lane.Call::shown) ? 0 : 1;
      here.forEach(call -> stage.hear(call.group(), call.outcome(), moment));
      here.clear();
    }
    timeline.endMerge();
    stage.count(records, passedBy);
  }

  private static void collect(
      int at, List<List<Lane.Call>> calls, int[] next, List<Lane.Call> here) {
    for (int i = 0; i < next.length; i++) {
      List<Lane.Call> list = calls.get(i);
      while (next[i] < list.size() && list.get(next[i]).moment() == at) {
        here.add(list.get(next[i]++));
      }
    }
    here.sort(BY_RANK);
  }

  private void insert(Lane.Deadline deadline, Timeline timeline) {
    Moment moment = timeline.make(null, deadline.time());
    moment.moves(deadline.at());
    stage.hear(deadline.group(), deadline.outcome(), moment);
    timeline.insert(moment);
  }
}
