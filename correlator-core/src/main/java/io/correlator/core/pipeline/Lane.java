package io.correlator.core.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * The way of one run of a module along a timeline: lets its deadlines pass between the moments at
 * which something is brought to it, and notes what came of all that.
 */
final class Lane {
  private final ModuleRun run;
  private final EngineTime time;
  private final List<Call> calls = new ArrayList<>();
  private final List<Deadline> deadlines = new ArrayList<>();

  // All moments before this one are passed.
  private int next;

  /**
   * A call that something came of.
   *
   * @param moment where it stands in the timeline
   * @param rank its place among all calls of the module at that moment
   * @param group for which group of keys it was
   * @param shown whether the module was shown what came
   */
  record Call(int moment, int rank, int group, boolean shown, Outcome outcome) {}

  /**
   * A deadline that something came of.
   *
   * @param next the moment before which it passed
   * @param at the deadline
   * @param time engine time then
   * @param group whose deadline it was
   */
  record Deadline(int next, long at, long time, int group, Outcome outcome) {
    /** What came of it becomes a moment. */
    Timeline.Passed heardBy(Stage stage) {
      Moment moment = new Moment();
      moment.begin(null, time);
      stage.hear(group, outcome, moment);
      return new Timeline.Passed(next, at, moment);
    }
  }

  Lane(ModuleRun run) {
    this.run = run;
    this.time = run.time();
  }

  ModuleRun run() {
    return run;
  }

  /** At the beginning of a timeline. */
  void begin() {
    next = 0;
    calls.clear();
    deadlines.clear();
  }

  /** Comes to a moment: what is due before it happens. */
  void moveTo(int index, Timeline timeline) {
    if (index >= next) {
      if (time.timers().hasAny()) {
        letDeadlinesPass(index, timeline);
      }
      next = index + 1;
      time.set(timeline.time(index));
    }
  }

  private void letDeadlinesPass(int index, Timeline timeline) {
    long bound = timeline.lastBound(next, index);
    while (time.timers().isDueBefore(bound)) {
      passNext(timeline);
    }
  }

  private void passNext(Timeline timeline) {
    Timers.Slot slot = time.timers().next();
    // The task may give it another deadline.
    long deadline = slot.deadline();
    next = timeline.after(deadline, next);
    long before = next > 0 ? timeline.time(next - 1) : time.epochMilli();
    time.set(Math.max(before, deadline));
    run.onTimer(slot.task());
    if (run.hasOutcome()) {
      deadlines.add(
          new Deadline(next, deadline, time.epochMilli(), run.group(), run.takeOutcome()));
    }
  }

  /** Notes what came of a call. */
  void called(int moment, int rank, boolean shown) {
    if (!shown || run.hasOutcome()) {
      calls.add(new Call(moment, rank, run.group(), shown, run.takeOutcome()));
    }
  }

  /** What came of calls, in their order. */
  List<Call> calls() {
    return calls;
  }

  /** What came of deadlines, in their order. */
  List<Deadline> deadlines() {
    return deadlines;
  }
}
