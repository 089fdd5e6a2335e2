package io.correlator.core.pipeline;

import io.correlator.api.AuditEvent;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Counter;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.module.Timer;
import io.correlator.api.state.Codec;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.Operator;
import io.correlator.api.state.Operators;
import io.correlator.api.state.SlidingCounter;
import io.correlator.api.state.StateSpec;
import io.correlator.api.state.StateValue;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.ModuleStatistics.State;
import io.correlator.core.state.BoundedState;
import io.correlator.core.state.EvidenceRing;
import io.correlator.core.state.RingCounter;
import io.correlator.core.state.SavedState;
import io.correlator.core.state.SingleValue;
import io.correlator.core.state.StandardOperators;
import io.correlator.core.state.StateBudget;
import io.correlator.core.state.StateHome;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.core.state.UndoLog;
import io.correlator.core.state.WakeUp;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One module at work: its processor, the context it was opened with, and what it has emitted in the
 * call in progress. The events of a call that throws are dropped, and what it changed is undone.
 */
final class ModuleRun implements ModuleContext {
  private static final int VERSION = 1;
  private static final int STATE_VERSION = 1;

  private final String name;
  private final PipelineClock clock;
  private final UndoLog undo;
  private final FailureHandler failures;
  private final Quarantine quarantine;
  private final Consumer<Event.Builder> engine;
  // By name, so that it does not matter in which order a module makes its state.
  private final SortedMap<String, SavedState> states = new TreeMap<>();
  private final Map<String, StandardCounter> counters = new ConcurrentHashMap<>();
  private final List<String> counterOrder = new ArrayList<>();
  private final StandardCounter records;
  private final StandardCounter passedBy;
  private final StandardCounter events;
  private final StandardCounter errors;
  private final StandardCounter evicted;
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
    this.undo = clock.undo();
    this.failures = failures;
    this.quarantine = new Quarantine(quarantine);
    this.engine = engine;
    // What happened stays true when its effects are undone.
    UndoLog nothing = new UndoLog();
    this.records = new StandardCounter(nothing);
    this.passedBy = new StandardCounter(nothing);
    this.events = new StandardCounter(nothing);
    this.errors = new StandardCounter(nothing);
    this.evicted = new StandardCounter(undo);
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
    begin();
    try {
      processor.onRecord(record);
      undo.end();
      if (quarantine.succeeded(now)) {
        engine.accept(EngineEvents.back(name));
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      end();
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
    begin();
    try {
      call.run();
      undo.end();
    } catch (Throwable e) {
      fail(e);
    } finally {
      end();
    }
    deliver(flow);
  }

  private void begin() {
    calling = true;
    undo.begin();
  }

  private void end() {
    calling = false;
    undo.rollbackUnlessEnded();
  }

  /** Whatever a module throws is its own failure; the engine looks at those that are fatal. */
  private void fail(Throwable e) {
    undo.rollbackUnlessEnded();
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
      counter = new StandardCounter(undo);
      synchronized (counterOrder) {
        counters.put(counterName, counter);
        counterOrder.add(counterName);
      }
    }
    return counter;
  }

  @Override
  public <K, V> KeyedState<K, V> state(StateSpec<K, V> spec) {
    BoundedState<K, V> state = named(spec.name(), new BoundedState<>(spec, home));
    gauge.measure(state::size);
    return state;
  }

  @Override
  public <T> StateValue<T> value(String valueName, Codec<T> codec, T initial) {
    return named(valueName, new SingleValue<>(codec, initial, home));
  }

  @Override
  public SlidingCounter slidingCounter(String counterName, int limit, Duration window) {
    RingCounter counter =
        named(counterName, new RingCounter(limit, window, StateSpec.DEFAULT_MAX_KEYS, home));
    gauge.measure(counter::size);
    return counter;
  }

  @Override
  public Operators operators() {
    return operators;
  }

  @Override
  public Timer timer(String timerName, Runnable task) {
    return named(timerName, new ModuleTimer(clock, clock.timers().make(this, task)));
  }

  private <S extends SavedState> S named(String stateName, S state) {
    claim(stateName, state);
    return state;
  }

  private void claim(String stateName, SavedState state) {
    if (states.putIfAbsent(stateName, state) != null) {
      throw new IllegalArgumentException(
          "module %s already has state named %s".formatted(name, stateName));
    }
  }

  /** Where the state of this module lives. */
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
    public UndoLog undo() {
      return undo;
    }

    @Override
    public StateBudget budget() {
      return clock.budget();
    }

    @Override
    public void evicted() {
      evicted.increment();
    }

    @Override
    public void holds(Operator operator) {
      gauge.measure(operator::size);
    }

    @Override
    public WakeUp wakeUp(Runnable task) {
      return clock.timers().make(ModuleRun.this, task);
    }
  }

  void save(StateOutput out) {
    out.section(name, VERSION, this::saveAll);
  }

  private void saveAll(StateOutput out) {
    quarantine.save(out);
    out.writeLong(records.value());
    out.writeLong(passedBy.value());
    out.writeLong(events.value());
    out.writeLong(errors.value());
    out.writeLong(evicted.value());
    out.writeLong(causeTime);
    out.writeInt(causeIndex);
    saveCounters(out);
    out.writeInt(states.size());
    states.forEach((stateName, state) -> save(stateName, state, out));
  }

  /** Those that say something: when a counter was made makes no difference. */
  private void saveCounters(StateOutput out) {
    List<String> counted =
        counterOrder.stream().filter(counter -> counter(counter).value() > 0).toList();
    out.writeInt(counted.size());
    for (String counter : counted) {
      out.writeText(counter);
      out.writeLong(counter(counter).value());
    }
  }

  private static void save(String stateName, SavedState state, StateOutput out) {
    out.section(
        stateName,
        STATE_VERSION,
        content -> {
          content.writeLongText(state.shape());
          content.writeInt(state.version());
          state.save(content);
        });
  }

  void load(StateInput in) {
    in.section("module", name, VERSION, this::loadAll);
  }

  private void loadAll(StateInput in) throws IOException {
    quarantine.load(in);
    records.set(in.readLong());
    passedBy.set(in.readLong());
    events.set(in.readLong());
    errors.set(in.readLong());
    evicted.set(in.readLong());
    causeTime = in.readLong();
    causeIndex = in.readInt();
    for (int left = in.readCount(Long.BYTES); left > 0; left--) {
      String counter = in.readText();
      ((StandardCounter) counter(counter)).set(in.readLong());
    }
    int saved = in.readInt();
    states.forEach((stateName, state) -> load(stateName, state, in));
    if (saved != states.size()) {
      throw new InvalidObjectException(
          "%d states were saved, it has %s".formatted(saved, states.keySet()));
    }
  }

  private static void load(String stateName, SavedState state, StateInput in) {
    in.section(
        "state",
        stateName,
        STATE_VERSION,
        content -> {
          content.expect(state.shape());
          content.expect(state.version());
          state.load(content);
        });
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
        evicted.value(),
        values);
  }
}
