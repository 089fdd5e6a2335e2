package io.correlator.benchmarks.rules;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.benchmarks.macro.Meter;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.time.TimeSettings;
import io.correlator.sources.FileSource;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * One engine that reads a log from its first byte to its last alert, with one module.
 *
 * @param log what is read
 * @param records how many there are in it
 * @param time how they are put in order
 */
record EngineRun(FileSource log, long records, TimeSettings time) {
  /** Room for millions of keys. */
  private static final long STATE_BYTES = 256L << 20;

  /**
   * What it costs. {@code onEvent} is given all events of the module.
   *
   * @throws IllegalStateException if a record, an event or what is known about a key was lost
   */
  Meter.Cost measure(Meter meter, Module module, Consumer<EmittedEvent> onEvent)
      throws IOException, InterruptedException {
    Correlator correlator =
        Correlator.builder()
            .source(log)
            .time(time)
            .stateBytes(STATE_BYTES)
            .module(module)
            .listener(Listener.of("told", Interest.everything(), onEvent::accept))
            .threadFactory(meter.threads())
            .build();
    Meter.Cost cost = meter.measure(correlator::run);
    check(correlator.statistics());
    return cost;
  }

  private void check(Statistics statistics) {
    ModuleStatistics module = statistics.modules().get(0);
    ListenerStatistics listener = statistics.listeners().get(0);
    if (statistics.received() != records
        || statistics.failed() + statistics.unreadable() > 0
        || module.errors() + module.evicted() + listener.failed() > 0) {
      throw new IllegalStateException("something went wrong: " + statistics);
    }
  }
}
