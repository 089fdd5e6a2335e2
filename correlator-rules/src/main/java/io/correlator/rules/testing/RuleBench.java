package io.correlator.rules.testing;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An engine on which rules are tried: one module, without threads, and on virtual time. Rules do
 * not know the engine, so whoever runs tests provides it. For one thread.
 */
public interface RuleBench {
  /** Takes a record; time moves to it. */
  void feed(LogRecord record);

  /** Moves time: what waits for its turn is evaluated, and what is due by then happens. */
  void advanceTo(Instant time);

  /** Ends the run: what waits for its turn is evaluated. */
  void finish();

  /** What the module has emitted so far, in order. */
  List<Event> events();

  /** Makes a bench for each case. */
  @FunctionalInterface
  interface Factory {
    /**
     * A bench at which nothing has happened yet.
     *
     * @param lateness how far out of order records may be; if none is given, records are evaluated
     *     as they come
     */
    RuleBench open(Module module, Optional<Duration> lateness);
  }
}
