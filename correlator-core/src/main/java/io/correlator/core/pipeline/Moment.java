package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point in the run of an engine: a record comes, a deadline passes, or a period ends. It gathers
 * what that brings about, module by module, until all have seen it.
 */
final class Moment {
  private final List<EmittedEvent> events = new ArrayList<>();
  private final List<Runnable> notices = new ArrayList<>();
  private @Nullable LogRecord record;
  private long time;

  // For a timeline.
  private boolean moves;
  private long bound;

  /** Begins anew. */
  void begin(@Nullable LogRecord newRecord, long newTime) {
    events.clear();
    notices.clear();
    record = newRecord;
    time = newTime;
    moves = false;
  }

  /** Time comes to this point: what is due before {@code newBound} is due before it. */
  void moves(long newBound) {
    moves = true;
    bound = newBound;
  }

  /** The record comes at this point of time. */
  void record(LogRecord newRecord) {
    record = newRecord;
  }

  /** The record that comes; {@code null} if it is time itself. */
  @Nullable LogRecord record() {
    return record;
  }

  /** Engine time in milliseconds. */
  long time() {
    return time;
  }

  /** Whether anything can be due before this. */
  boolean moves() {
    return moves;
  }

  /** Deadlines before this, in milliseconds, pass earlier than this moment. */
  long bound() {
    return bound;
  }

  /** The events so far, in the order of modules. */
  List<EmittedEvent> events() {
    return events;
  }

  /** What the engine has to tell, which goes out before the events. */
  List<Runnable> notices() {
    return notices;
  }

  boolean isQuiet() {
    return events.isEmpty() && notices.isEmpty();
  }
}
