package io.correlator.core.pipeline;

import io.correlator.api.AuditEvent;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Cancellable;
import io.correlator.api.module.Counter;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.Operator;
import io.correlator.api.state.Operators;
import io.correlator.api.state.SlidingCounter;
import io.correlator.api.state.StateSpec;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.ModuleStatistics.State;
import io.correlator.core.state.BoundedState;
import io.correlator.core.state.EvidenceRing;
import io.correlator.core.state.RingCounter;
import io.correlator.core.state.StandardOperators;
import io.correlator.core.state.StateHome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One module at work: its processor, the context it was opened with, and what it has emitted in the
 * call in progress. The events of a call that throws are dropped.
 */
final class ModuleRun implements ModuleContext {
  private final String name;
  private final PipelineClock clock;
  private final FailureHandler failures;
  private final Quarantine quarantine;
  private final Consumer<Event.Builder> engine;
  private final Set<String> stateNames = new HashSet<>();
  private final Map<String, StandardCounter> counters = new ConcurrentHashMap<>();
  private final List<String> counterOrder = new ArrayList<>();
  private final StandardCounter records = new StandardCounter();
  private final StandardCounter passedBy = new StandardCounter();
  private final StandardCounter events = new StandardCounter();
  private final StandardCounter errors = new StandardCounter();
  private final StateGauge gauge = new StateGauge();
  private final List<Event> emitted = new ArrayList<>();
  private final StateHome home = new Home();
  private final Operators operators = new StandardOperators(home, this::claim);

  private Processor processor = record -> {};
  private boolean calling;
  private @Nullable LogRecord causeRecord;
  private long causeTime = Long.MIN_VALUE;
  private int causeIndex;

  /**
   * A run of the module called {@code name}.
   *
   * @param engine gives out events of the engine itself
   */
  ModuleRun(
      String name,
      PipelineClock clock,
      FailureHandler failures,
      QuarantineSettings quarantine,
      Consumer<Event.Builder> engine) {
    this.name = name;
    this.clock = clock;
    this.failures = failures;
    this.quarantine = new Quarantine(quarantine);
    this.engine = engine;
  }

  void open(Module module) throws Exception {
    processor = module.open(this);
  }

  /** Something that calls into the module. */
  @FunctionalInterface
  private interface Call {
    void run() throws Exception;
  }

  void onRecord(LogRecord record, List<EmittedEvent> flow) {
    long now = clock.epochMilli();
    if (!quarantine.admits(now)) {
      passedBy.increment();
      return;
    }
    records.increment();
    causedBy(record);
    // The hottest line of the engine: written out, so that no lambda is made per record and module.
    calling = true;
    try {
      processor.onRecord(record);
      if (quarantine.succeeded(now)) {
        engine.accept(EngineEvents.back(name));
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      calling = false;
    }
    if (!emitted.isEmpty()) {
      deliver(flow);
    }
  }

  void onEvent(EmittedEvent event, List<EmittedEvent> flow) {
    if (quarantine.isClosed()) {
      return;
    }
    call(() -> processor.onEvent(event), flow);
  }

  void onStatistics(StatisticsPeriod period, List<EmittedEvent> flow) {
    causedByTime();
    call(() -> processor.onStatistics(period), flow);
  }

  void onTimer(Runnable task, List<EmittedEvent> flow) {
    causedByTime();
    call(task::run, flow);
  }

  void close() {
    call(processor::close, new ArrayList<>());
  }

  private void call(Call call, List<EmittedEvent> flow) {
    calling = true;
    try {
      call.run();
    } catch (Throwable e) {
      fail(e);
    } finally {
      calling = false;
    }
    deliver(flow);
  }

  /** Whatever a module throws is its own failure; the engine looks at those that are fatal. */
  private void fail(Throwable e) {
    emitted.clear();
    errors.increment();
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    try {
      failures.onFailure(new Failure(Failure.Kind.MODULE, name, errors.value(), e));
    } catch (RuntimeException ignored) {
      // A handler that fails must not take the engine down either.
    }
    quarantine
        .failed(e, clock.epochMilli())
        .ifPresent(until -> engine.accept(EngineEvents.quarantined(name, errors.value(), until)));
  }

  private void causedBy(LogRecord record) {
    causeRecord = record;
    causeIndex = 0;
  }

  /** Within one moment the index goes on counting, so that ids stay unique. */
  private void causedByTime() {
    causeRecord = null;
    long time = clock.epochMilli();
    if (time != causeTime) {
      causeTime = time;
      causeIndex = 0;
    }
  }

  private void deliver(List<EmittedEvent> flow) {
    for (Event event : emitted) {
      LogRecord record = causeRecord;
      flow.add(
          record != null
              ? EmittedEvent.causedBy(record.id(), name, event, causeIndex++)
              : EmittedEvent.causedByTime(
                  Instant.ofEpochMilli(causeTime), name, event, causeIndex++));
      events.increment();
    }
    emitted.clear();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(clock.epochMilli());
  }

  @Override
  public void emit(Event event) {
    if (!calling) {
      throw new IllegalStateException(
          "module " + name + " emits an event outside of a call of the engine");
    }
    if (event instanceof AuditEvent audit) {
      audit.schema().check(audit.fields());
    }
    emitted.add(event);
  }

  @Override
  public Counter counter(String counterName) {
    StandardCounter counter = counters.get(counterName);
    if (counter == null) {
      counter = new StandardCounter();
      synchronized (counterOrder) {
        counters.put(counterName, counter);
        counterOrder.add(counterName);
      }
    }
    return counter;
  }

  @Override
  public <K, V> KeyedState<K, V> state(StateSpec spec) {
    claim(spec.name());
    BoundedState<K, V> state = new BoundedState<>(spec, clock::epochMilli);
    gauge.measure(state::size, state::evicted);
    return state;
  }

  @Override
  public SlidingCounter slidingCounter(String counterName, int limit, Duration window) {
    claim(counterName);
    RingCounter counter = new RingCounter(limit, window, StateSpec.DEFAULT_MAX_KEYS, home);
    gauge.measure(counter::size, counter::evicted);
    return counter;
  }

  @Override
  public Operators operators() {
    return operators;
  }

  /** Where the operators of this module live. */
  private final class Home implements StateHome {
    @Override
    public long now() {
      return clock.epochMilli();
    }

    @Override
    public long seed() {
      return clock.seed();
    }

    @Override
    public EvidenceRing evidence() {
      return clock.evidence();
    }

    @Override
    public int rank() {
      return clock.timers().nextRank();
    }

    @Override
    public void holds(Operator operator) {
      gauge.measure(operator::size, operator::evicted);
    }

    @Override
    public Cancellable at(long deadline, int rank, Runnable task) {
      return clock.timers().add(deadline, rank, ModuleRun.this, task);
    }
  }

  private void claim(String stateName) {
    if (!stateNames.add(stateName)) {
      throw new IllegalArgumentException(
          "module %s already has state named %s".formatted(name, stateName));
    }
  }

  @Override
  public Cancellable after(Duration delay, Runnable task) {
    return clock.timers().add(clock.epochMilli() + delay.toMillis(), this, task);
  }

  /** Notes how much state there is, for {@link #statistics()}. In the pipeline's thread. */
  void takeStock() {
    gauge.read();
  }

  ModuleStatistics statistics() {
    Map<String, Long> values = new LinkedHashMap<>();
    synchronized (counterOrder) {
      counterOrder.forEach(
          counter -> values.put(counter, counters.getOrDefault(counter, records).value()));
    }
    return new ModuleStatistics(
        name,
        quarantine.isClosed() ? State.QUARANTINED : State.WORKING,
        records.value(),
        passedBy.value(),
        events.value(),
        errors.value(),
        gauge.keys(),
        gauge.evicted(),
        values);
  }
}
