package io.correlator.core.pipeline;

import io.correlator.api.AuditEvent;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Counter;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StagedModule;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.module.Timer;
import io.correlator.api.state.Codec;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.Operators;
import io.correlator.api.state.SlidingCounter;
import io.correlator.api.state.StateSpec;
import io.correlator.api.state.StateValue;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run of a module, for all keys or for one group of them: its processor, the context that it was
 * opened with, and what came of the last call. The events of a call that throws are dropped, and
 * what it changed is undone.
 */
final class ModuleRun implements ModuleContext {
  private static final int EVIDENCE_RECORDS = 1 << 14;
  private static final int EVIDENCE_BYTES = 16 << 20;

  /** The group of a run that has all keys. */
  static final int ALL = -1;

  private final Stage stage;
  private final int group;
  private final EngineTime time;
  private final UndoLog undo;
  private final Quarantine quarantine;
  private final StateBudget budget;
  private @Nullable EvidenceRing evidence;
  private final Pieces pieces;
  private final int number;
  private final Map<String, StandardCounter> counters = new ConcurrentHashMap<>();
  private final List<String> counterOrder = new ArrayList<>();
  private final StandardCounter records;
  private final StandardCounter passedBy;
  private final StandardCounter evicted;
  private final StateGauge gauge = new StateGauge();
  private final List<Event> emitted = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();

  /** A view of both. */
  private final Outcome outcome = new Outcome(notices, emitted);

  private final StateHome home = new Home();
  private final Operators operators;

  private @Nullable Opened successor;
  private Processor processor = record -> {};
  private @Nullable KeyedProcessor<Object> keyed;
  private boolean calling;

  /**
   * A run of the module of {@code stage}.
   *
   * @param group of keys; {@link #ALL} for all keys
   * @param time of all modules together, or its own
   */
  ModuleRun(Stage stage, int group, EngineTime time, QuarantineSettings quarantine) {
    this.stage = stage;
    this.group = group;
    this.time = time;
    this.undo = time.undo();
    this.quarantine = new Quarantine(quarantine);
    this.budget = new StateBudget(Long.MAX_VALUE);
    this.pieces = new Pieces(undo, budget);
    this.operators = new StandardOperators(home, pieces);
    this.number = time.timers().enroll();
    // What happened stays true when its effects are undone.
    UndoLog nothing = new UndoLog();
    this.records = new StandardCounter(nothing);
    this.passedBy = new StandardCounter(nothing);
    this.evicted = new StandardCounter(undo);
  }

  /** A processor; the same once more if it is shown hits. */
  private record Opened(Processor processor, @Nullable KeyedProcessor<Object> keyed) {}

  void open(Module module) throws Exception {
    become(opened(module));
  }

  private Opened opened(Module module) throws Exception {
    if (module instanceof StagedModule<?> staged) {
      KeyedProcessor<?> keyedProcessor = staged.open(this);
      return new Opened(keyedProcessor, untyped(keyedProcessor));
    }
    return new Opened(module.open(this), null);
  }

  private void become(Opened now) {
    processor = now.processor();
    keyed = now.keyed();
  }

  /**
   * Opens a module that is to take the place of the present one, which does not notice yet.
   *
   * @throws Exception whatever the module throws; all is as it was then
   */
  void openSuccessor(Module module) throws Exception {
    pieces.beginSuccession();
    try {
      successor = opened(module);
    } catch (Throwable e) {
      pieces.abandonSuccession();
      throw e;
    }
  }

  /** The successor is not wanted after all. */
  void dismissSuccessor() {
    if (successor != null) {
      successor = null;
      pieces.abandonSuccession();
    }
  }

  /** The successor is at work from now on. */
  Handover succeed() {
    Opened next = successor;
    if (next == null) {
      return Handover.NOTHING;
    }
    close();
    become(next);
    successor = null;
    return pieces.endSuccession();
  }

  /** Its hits come from the detector of the same module. */
  @SuppressWarnings("unchecked")
  private static KeyedProcessor<Object> untyped(KeyedProcessor<?> opened) {
    return (KeyedProcessor<Object>) opened;
  }

  /** Something that calls into the module. */
  @FunctionalInterface
  private interface Call {
    void run() throws Exception;
  }

  /** Shows a record to the module; false if it passes the module by. */
  boolean onRecord(LogRecord record) {
    long now = time.epochMilli();
    if (!quarantine.admits(now)) {
      passedBy.increment();
      return false;
    }
    records.increment();
    // The hottest line of the engine: written out, so that no lambda is made per record and module.
    begin();
    try {
      processor.onRecord(record);
      succeeded(now);
    } catch (Throwable e) {
      fail(e);
    } finally {
      end();
    }
    return true;
  }

  /**
   * Shows a hit in a record to the module, or just the record if there is nothing else to say;
   * false if it passes the module by.
   */
  boolean onHit(LogRecord record, @Nullable Slice key, @Nullable Object hit) {
    KeyedProcessor<Object> target = keyed;
    if (target == null || key == null || hit == null) {
      return onRecord(record);
    }
    long now = time.epochMilli();
    if (!quarantine.admits(now)) {
      passedBy.increment();
      return false;
    }
    records.increment();
    begin();
    try {
      target.onHit(record, key, hit);
      succeeded(now);
    } catch (Throwable e) {
      fail(e);
    } finally {
      end();
    }
    return true;
  }

  private void succeeded(long now) {
    undo.end();
    if (quarantine.succeeded(now)) {
      notices.add(new Notice.Back());
    }
  }

  void onEvent(EmittedEvent event) {
    if (!quarantine.isClosed()) {
      call(() -> processor.onEvent(event));
    }
  }

  /** Shows a hit in an event to the module, or just the event if there is nothing else to say. */
  void onHit(EmittedEvent event, @Nullable Slice key, @Nullable Object hit) {
    KeyedProcessor<Object> target = keyed;
    if (target == null || key == null || hit == null) {
      onEvent(event);
    } else if (!quarantine.isClosed()) {
      call(() -> target.onHit(event, key, hit));
    }
  }

  void onStatistics(StatisticsPeriod period) {
    call(() -> processor.onStatistics(period));
  }

  void onTimer(Runnable task) {
    call(task::run);
  }

  void close() {
    call(processor::close);
    // Nobody is there any more who could see them.
    emitted.clear();
  }

  private void call(Call call) {
    begin();
    try {
      call.run();
      undo.end();
    } catch (Throwable e) {
      fail(e);
    } finally {
      end();
    }
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
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    notices.add(new Notice.Failed(e));
    quarantine
        .failed(e, time.epochMilli())
        .ifPresent(until -> notices.add(new Notice.LeftOut(until)));
  }

  /** Whether anything came of the calls since {@link #forgetOutcome} was called. */
  boolean hasOutcome() {
    return !emitted.isEmpty() || !notices.isEmpty();
  }

  /** What came of the calls since {@link #forgetOutcome} was called, to be looked at now. */
  Outcome outcome() {
    return outcome;
  }

  void forgetOutcome() {
    notices.clear();
    emitted.clear();
  }

  /** What came of the calls, to be kept. */
  Outcome takeOutcome() {
    Outcome kept = new Outcome(List.copyOf(notices), List.copyOf(emitted));
    forgetOutcome();
    return kept;
  }

  Stage stage() {
    return stage;
  }

  /** The group of keys; {@link #ALL} for all keys. */
  int group() {
    return group;
  }

  EngineTime time() {
    return time;
  }

  /** Its place among the runs that share a time. */
  int number() {
    return number;
  }

  boolean hasState() {
    return budget.hasAccounts();
  }

  /** How many bytes its state may take. */
  void limitState(long bytes) {
    budget.limit(bytes);
  }

  @Override
  public String name() {
    return stage.name();
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(time.epochMilli());
  }

  @Override
  public void emit(Event event) {
    if (!calling) {
      throw new IllegalStateException(
          "module " + name() + " emits an event outside of a call of the engine");
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
    String identity =
        "%s -> %s, %d keys for %s"
            .formatted(
                spec.keys().shape(), spec.values().shape(), spec.maxKeys(), spec.expireAfter());
    return named(
        spec.name(),
        BoundedState.class,
        identity,
        () -> new BoundedState<>(spec, home),
        left -> {});
  }

  @Override
  public <T> StateValue<T> value(String valueName, Codec<T> codec, T initial) {
    return named(
        valueName,
        SingleValue.class,
        codec.shape(),
        () -> new SingleValue<>(codec, initial, home),
        left -> {});
  }

  @Override
  public SlidingCounter slidingCounter(String counterName, int limit, Duration window) {
    return named(
        counterName,
        RingCounter.class,
        limit + " in " + window,
        () -> new RingCounter(limit, window, StateSpec.DEFAULT_MAX_KEYS, home),
        left -> {});
  }

  @Override
  public Operators operators() {
    return operators;
  }

  @Override
  public Timer timer(String timerName, Runnable task) {
    return named(
        timerName,
        ModuleTimer.class,
        "timer",
        () -> new ModuleTimer(time, pieces.add(time.timers().make(this, task))),
        left -> left.task(task));
  }

  private <S extends SavedState> S named(
      String stateName,
      Class<? super S> type,
      String identity,
      Supplier<S> maker,
      Consumer<S> heir) {
    return pieces.piece(stateName, type, identity, maker, heir);
  }

  /** Where the state of this run lives. */
  private final class Home implements StateHome {
    @Override
    public long now() {
      return time.epochMilli();
    }

    @Override
    public boolean isAtEnd() {
      return time.isAtEnd();
    }

    @Override
    public long seed() {
      return EngineTime.seed();
    }

    @Override
    public EvidenceRing evidence() {
      EvidenceRing ring = evidence;
      if (ring == null) {
        // Of all pieces, whichever asks for it first.
        int dense = group == ALL ? EvidenceRing.DENSE : EvidenceRing.DENSE_IN_GROUP;
        ring =
            pieces.apart(
                () ->
                    new EvidenceRing(share(EVIDENCE_RECORDS), share(EVIDENCE_BYTES), dense, undo));
        evidence = ring;
      }
      return ring;
    }

    @Override
    public UndoLog undo() {
      return undo;
    }

    @Override
    public StateBudget budget() {
      return budget;
    }

    @Override
    public int share(int whole) {
      return group == ALL ? whole : (int) KeyGroups.share(whole);
    }

    @Override
    public boolean isHomeOf(Slice key) {
      return group == ALL || group == KeyGroups.of(key);
    }

    @Override
    public void evicted() {
      evicted.increment();
    }

    @Override
    public WakeUp wakeUp(Runnable task) {
      return pieces.add(time.timers().make(ModuleRun.this, task));
    }
  }

  void save(StateOutput out) {
    quarantine.save(out);
    out.writeLong(records.value());
    out.writeLong(passedBy.value());
    out.writeLong(evicted.value());
    saveCounters(out);
    EvidenceRing ring = evidence;
    boolean used = ring != null && ring.isUsed();
    out.writeBoolean(used);
    if (ring != null && used) {
      out.section("evidence", EvidenceRing.VERSION, ring::save);
    }
    pieces.save(out);
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

  /**
   * Takes over what was saved.
   *
   * @param piecewise whether only what fits is taken over
   */
  Handover load(StateInput in, boolean piecewise) throws IOException {
    quarantine.load(in);
    records.set(in.readLong());
    passedBy.set(in.readLong());
    evicted.set(in.readLong());
    for (int left = in.readCount(Long.BYTES); left > 0; left--) {
      String counter = in.readText();
      ((StandardCounter) counter(counter)).set(in.readLong());
    }
    if (in.readBoolean()) {
      in.section("", "evidence", EvidenceRing.VERSION, home.evidence()::load);
    }
    if (piecewise) {
      return pieces.loadWhatFits(in);
    }
    pieces.load(in);
    return Handover.NOTHING;
  }

  /** Notes how much state there is, for {@link #keys()}. In the pipeline's thread. */
  void takeStock() {
    gauge.read(pieces);
  }

  /** Notes how many keys wait for time alone, for {@link #undetermined()}. At the end of a run. */
  void countUndetermined() {
    gauge.countUndetermined(pieces);
  }

  // What any thread may ask.

  boolean isLeftOut() {
    return quarantine.isClosed();
  }

  long records() {
    return records.value();
  }

  long passedBy() {
    return passedBy.value();
  }

  long keys() {
    return gauge.keys();
  }

  long undetermined() {
    return gauge.undetermined();
  }

  long evicted() {
    return evicted.value();
  }

  /** Adds its counters to those of other runs, in the order in which they were made. */
  void addCounters(Map<String, Long> sums) {
    synchronized (counterOrder) {
      counterOrder.forEach(
          counter ->
              sums.merge(counter, counters.getOrDefault(counter, records).value(), Long::sum));
    }
  }
}
