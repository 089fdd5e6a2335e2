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

  /** Begins anew. */
  void begin(@Nullable LogRecord newRecord, long newTime) {
    events.clear();
    notices.clear();
    record = newRecord;
    time = newTime;
  }

  /** The record that comes; {@code null} if it is time itself. */
  @Nullable LogRecord record() {
    return record;
  }

  /** Engine time in milliseconds. */
  long time() {
    return time;
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
