package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A module with keys sees a batch in three steps. First each worker of the crew, if it pays to
 * share the batch, takes a part of the moments and finds out whose they are; then each group of
 * keys goes its way along the timeline, as many groups at once as there are workers; at last the
 * pipeline's thread puts what came of it in the order in which it would have come if there were one
 * worker.
 */
final class KeyedRound implements Round {
  private static final Comparator<Lane.Deadline> DEADLINES_IN_ORDER =
      Comparator.comparingInt(Lane.Deadline::next)
          .thenComparingLong(Lane.Deadline::at)
          .thenComparingInt(Lane.Deadline::group);
  private static final Comparator<Lane.Call> CALLS_IN_ORDER =
      Comparator.comparingInt(Lane.Call::moment).thenComparingInt(Lane.Call::rank);

  private static final Crew ALONE = Crew.alone();

  private final KeyedStage stage;
  private final Crew crew;
  private final Sharing sharing = new Sharing();
  private final List<Part> parts = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();

  // What came of the batch, from all parts and lanes.
  private final List<Lane.Call> calls = new ArrayList<>();
  private final List<Lane.Deadline> deadlines = new ArrayList<>();

  /** When the batch before was through. */
  private long through;

  KeyedRound(KeyedStage stage, Crew crew) {
    this.stage = stage;
    this.crew = crew;
    this.through = crew.nanoTime();
    for (int i = 0; i < crew.size(); i++) {
      parts.add(new Part(stage.newFinder()));
    }
    for (ModuleRun run : stage.runs()) {
      lanes.add(new Lane(run));
    }
  }

  /** A part of a batch: what was found in it. */
  private static final class Part {
    private final Finder finder;
    private final HitList hits = new HitList();
    private final List<Visits> visits = new ArrayList<>();
    private final List<Lane.Call> failures = new ArrayList<>();
    private int rank;

    Part(Finder finder) {
      this.finder = finder;
      for (int group = 0; group < KeyGroups.COUNT; group++) {
        visits.add(new Visits());
      }
    }

    void findIn(Timeline timeline, int from, int to) {
      for (int at = from; at < to; at++) {
        rank = 0;
        LogRecord record = timeline.record(at);
        if (record != null) {
          found(at, hits.findIn(record, finder), null);
        }
        for (int i = 0; i < timeline.eventCount(at); i++) {
          EmittedEvent event = timeline.moment(at).events().get(i);
          found(at, hits.findIn(event, finder), event);
        }
      }
    }

    private void found(int at, Optional<Throwable> failure, @Nullable EmittedEvent event) {
      if (failure.isPresent()) {
        Outcome outcome = new Outcome(List.of(new Notice.Failed(failure.get())), List.of());
        failures.add(new Lane.Call(at, rank++, ModuleRun.ALL, true, outcome));
      }
      for (int hit = 0; hit < hits.size(); hit++) {
        visits.get(hits.group(hit)).add(at, rank++, event, hits, hit);
      }
    }

    void clear() {
      visits.forEach(Visits::clear);
      failures.clear();
    }
  }

  @Override
  public void run(Timeline timeline) {
    int moments = timeline.size();
    Crew hands = sharing.pays(moments) ? crew : ALONE;
    hands.each(parts.size(), number -> findIn(number, timeline));
    hands.each(lanes.size(), group -> visit(group, timeline));
    gather();
    merge(timeline);
    calls.clear();
    deadlines.clear();
    parts.forEach(Part::clear);
    long now = crew.nanoTime();
    sharing.took(moments, now - through);
    through = now;
  }

  private void findIn(int number, Timeline timeline) {
    int size = timeline.size();
    int count = parts.size();
    int from = (int) ((long) size * number / count);
    int to = (int) ((long) size * (number + 1) / count);
    parts.get(number).findIn(timeline, from, to);
  }

  private void visit(int group, Timeline timeline) {
    Lane lane = lanes.get(group);
    lane.begin();
    for (Part part : parts) {
      visit(lane, part.visits.get(group), timeline);
    }
    lane.moveTo(timeline.size() - 1, timeline);
  }

  private static void visit(Lane lane, Visits visits, Timeline timeline) {
    ModuleRun run = lane.run();
    for (int i = 0; i < visits.size(); i++) {
      int at = visits.moment(i);
      lane.moveTo(at, timeline);
      LogRecord record = timeline.record(at);
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

  private void gather() {
    for (Lane lane : lanes) {
      calls.addAll(lane.calls());
      deadlines.addAll(lane.deadlines());
    }
    for (Part part : parts) {
      calls.addAll(part.failures);
    }
    calls.sort(CALLS_IN_ORDER);
    deadlines.sort(DEADLINES_IN_ORDER);
  }

  private void merge(Timeline timeline) {
    List<Timeline.Passed> passed = new ArrayList<>();
    int lastPassedBy = -1;
    int passedBy = 0;
    for (Lane.Call call : calls) {
      int at = call.moment();
      hearDeadlinesUpTo(at, passed);
      stage.hear(call.group(), call.outcome(), timeline.moment(at));
      if (!call.shown() && at != lastPassedBy) {
        lastPassedBy = at;
        passedBy++;
      }
    }
    hearDeadlinesUpTo(timeline.size(), passed);
    stage.count(timeline.recordCount(), passedBy);
    timeline.insert(passed);
  }

  private void hearDeadlinesUpTo(int moment, List<Timeline.Passed> passed) {
    while (passed.size() < deadlines.size() && deadlines.get(passed.size()).next() <= moment) {
      passed.add(deadlines.get(passed.size()).heardBy(stage));
    }
  }
}
