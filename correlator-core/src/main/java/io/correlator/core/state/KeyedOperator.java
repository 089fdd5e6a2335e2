package io.correlator.core.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Firing;
import io.correlator.api.state.Firing.Flag;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.OpenAlert;
import io.correlator.api.state.Operator;
import io.correlator.api.state.OperatorOptions;
import io.correlator.api.state.OperatorOptions.Evidence;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.Sighting;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What all operators do alike: find the entry of a key, fire, keep alerts open and close them, be
 * woken at deadlines, and tell of keys that were pushed out. What an operator knows about a key is
 * up to its class.
 *
 * <p>The module is told last, when all state is as it should be, so that its handler may call the
 * operator or throw.
 */
abstract class KeyedOperator implements Operator, SavedState, KeyTable.Tenant {
  /** The deadline of what is never due. */
  static final long NEVER = Long.MAX_VALUE;

  /** The progress of an entry that has expired. */
  static final int EXPIRED = -1;

  /** The progress of an entry at its goal. */
  static final int GOAL = 1000;

  /** The number of a record that is not kept. */
  static final long NO_RECORD = -1;

  final KeyTable table;
  final OpenAlerts alerts;
  final Memory memory;
  final long window;

  private final StateHome home;
  private final UndoLog undo;
  private final String shape;
  private FiringHandler handler;
  private final Rearm.Policy policy;
  private final long suppress;
  private final long maxOpen;
  private final QuotaGate quota;
  private final boolean keepsEvidence;
  private final Deadlines deadlines;
  private final EvictedKeys evictedKeys;
  private final Deque<Closing> farewells = new ArrayDeque<>();
  private final WakeUp wakeUp;
  private long wakeUpAt = NEVER;
  private boolean waking;

  // Until then, what fires may lack what an operator with a smaller memory did not keep.
  private long warmingUntil = Long.MIN_VALUE;

  /**
   * An operator.
   *
   * @param horizon of its table
   * @param shape what it is, with all that its state depends on
   */
  KeyedOperator(
      StateHome home,
      long window,
      long horizon,
      OperatorOptions options,
      String shape,
      FiringHandler handler) {
    this(home, window, horizon, options, home.share(options.maxKeys()), shape, handler);
  }

  /** An operator that holds {@code maxKeys} here, whatever the options say about all homes. */
  KeyedOperator(
      StateHome home,
      long window,
      long horizon,
      OperatorOptions options,
      int maxKeys,
      String shape,
      FiringHandler handler) {
    this.home = home;
    this.undo = home.undo();
    this.memory = Memory.in(home);
    this.shape = shape;
    this.window = window;
    this.handler = requireNonNull(handler, "handler");
    this.policy = options.rearm().policy();
    this.suppress = options.rearm().suppress().map(java.time.Duration::toMillis).orElse(window);
    this.maxOpen = options.rearm().maxOpen().toMillis();
    this.quota = new QuotaGate(options.rearm().quota(), undo);
    this.keepsEvidence = options.evidence() == Evidence.KEPT;
    this.table = new KeyTable(maxKeys, home.seed(), horizon, memory, this);
    this.alerts = new OpenAlerts(home.evidence(), memory);
    this.deadlines = new Deadlines(table, memory);
    this.evictedKeys = new EvictedKeys(maxKeys, window, memory);
    this.wakeUp = home.wakeUp(this::wake);
  }

  // What an operator knows about a key.

  /** Forgets all about an entry, except its alert. Also called for an entry without state. */
  abstract void clearState(int entry);

  /** How close an entry without an alert is to firing; negative if it may be forgotten. */
  abstract int stateProgress(int entry, long now);

  /** When the state of an entry without an alert changed last. */
  abstract long stateChanged(int entry, long now);

  /** The events behind a firing at this moment, oldest first. */
  abstract void sightings(int entry, long now, Sightings found);

  /** Writes what the operator knows about all keys. */
  abstract void saveState(StateOutput out);

  /** Takes over what was saved. */
  abstract void loadState(StateInput in) throws IOException;

  /** When time decides about an entry without an alert. */
  long stateDeadline(int entry) {
    return NEVER;
  }

  /** That time has come. */
  void stateDue(int entry, long time) {
    throw new IllegalStateException("nothing is due here");
  }

  /** The entry has fired and keeps its state. */
  void keepAfterFiring(int entry) {}

  /** When the alert of an entry closes. */
  long alertDeadline(int entry) {
    return alerts.until(entry);
  }

  /** That time has come. */
  void alertDue(int entry, long time) {
    close(entry, time, Closing.Reason.ELAPSED, alerts.suppressed(entry) > 0);
  }

  /** Tells somebody else from now on. */
  final void handler(FiringHandler newHandler) {
    handler = requireNonNull(newHandler, "handler");
  }

  /** It remembers more from now on than it did so far: what fires within a window says so. */
  final void warm() {
    warmingUntil = later(home.now(), window);
  }

  /** How many numbers of 32 bits the reference to a record takes. */
  static int evidenceInts(OperatorOptions options) {
    return options.evidence() == Evidence.KEPT ? 2 : 0;
  }

  // What the operators' own methods are made of.

  /** Time for the event that comes now. Each call from outside begins with this. */
  final long begin() {
    long now = home.now();
    table.touch(now);
    return now;
  }

  /** Whether a record came when its time had passed: no window sees it. */
  static boolean isLate(LogRecord record) {
    return record.is(LogRecord.Flag.LATE);
  }

  /**
   * As {@link #isLate(LogRecord)}. Where only a lack of room made it late, what fires for its key
   * says so, for as long as the record would have counted.
   */
  final boolean isLate(Slice key, LogRecord record, long now) {
    if (record.is(LogRecord.Flag.OVERTAKEN)) {
      evictedKeys.add(key, now);
    }
    return isLate(record);
  }

  /** Engine time in milliseconds. */
  final long now() {
    return home.now();
  }

  /** The end of each call from outside that may have pushed out keys. */
  final Outcome end(Outcome outcome) {
    end();
    return outcome;
  }

  final void end() {
    while (!farewells.isEmpty()) {
      telling();
      handler.closed(farewells.remove());
    }
  }

  /** The number under which the record is kept. */
  final long keep(LogRecord record) {
    return keepsEvidence ? home.evidence().add(record) : NO_RECORD;
  }

  final boolean keepsEvidence() {
    return keepsEvidence;
  }

  /** An event came while an alert is open. */
  final Outcome suppress(int entry, long now, LogRecord record) {
    alerts.update(entry, now, keep(record));
    if (policy == Rearm.Policy.EXTEND) {
      alerts.until(entry, Math.min(later(now, suppress), later(alerts.firedAt(entry), maxOpen)));
    }
    return Outcome.SUPPRESSED;
  }

  /** {@code time} plus {@code duration}, as far as there is such a time. */
  static long later(long time, long duration) {
    long sum = time + duration;
    return sum < time ? NEVER - 1 : sum;
  }

  /** Sees to it that the operator looks at {@code entry} when it is due. */
  final void schedule(int entry) {
    long deadline = deadline(entry);
    if (deadline != NEVER) {
      deadlines.add(entry, deadline);
      wakeUpInTime();
    }
  }

  private long deadline(int entry) {
    return alerts.isOpen(entry) ? alertDeadline(entry) : stateDeadline(entry);
  }

  private void wakeUpInTime() {
    if (deadlines.first() < wakeUpAt) {
      wakeUpAt(deadlines.first());
      wakeUp.at(wakeUpAt);
    }
  }

  private void wakeUpAt(long time) {
    long before = wakeUpAt;
    undo.log(() -> wakeUpAt = before);
    wakeUpAt = time;
  }

  /**
   * One entry at a time, so that a handler that throws does not harm the others. What time decides
   * stays decided even then: only what the handler itself did is undone.
   */
  private void wake() {
    wakeUpAt(NEVER);
    long now = begin();
    int entry = nextDue(now);
    wakeUpInTime();
    if (entry != KeyTable.NONE) {
      waking = true;
      try {
        if (alerts.isOpen(entry)) {
          alertDue(entry, now);
        } else {
          stateDue(entry, now);
        }
      } finally {
        waking = false;
      }
    }
  }

  /** The module is about to be told. */
  private void telling() {
    if (waking) {
      waking = false;
      undo.keep();
    }
  }

  private int nextDue(long now) {
    int entry = deadlines.take(now);
    while (entry != KeyTable.NONE) {
      long deadline = deadline(entry);
      if (deadline <= now) {
        return entry;
      }
      if (deadline != NEVER) {
        deadlines.add(entry, deadline);
      }
      entry = deadlines.take(now);
    }
    return KeyTable.NONE;
  }

  // Firing and closing.

  /** What is left of an entry that fired, if the policy leaves it to the operator. */
  enum Rest {
    KEPT,
    CLEARED
  }

  /** Fires for an entry as the policy says; {@code rest} is for {@link Rearm.Policy#EVERY}. */
  final Outcome fire(int entry, long time, double observed, double errorBound, Rest rest) {
    boolean clears = policy != Rearm.Policy.EVERY || rest == Rest.CLEARED;
    return fire(entry, time, observed, errorBound, openUntil(time), clears);
  }

  final Outcome fire(int entry, long time, double observed) {
    return fire(entry, time, observed, 0, Rest.KEPT);
  }

  private long openUntil(long firedAt) {
    return switch (policy) {
      case ONCE -> later(firedAt, suppress);
      case EXTEND -> Math.min(later(firedAt, suppress), later(firedAt, maxOpen));
      case RESET, EVERY -> NEVER;
    };
  }

  /** Fires for an entry and keeps its alert open, with its state, until something closes it. */
  final Outcome raise(int entry, long time, double observed) {
    return fire(entry, time, observed, 0, later(time, maxOpen), false);
  }

  private Outcome fire(
      int entry, long time, double observed, double errorBound, long openUntil, boolean clears) {
    QuotaGate.Verdict verdict = quota.judge(time);
    Optional<Firing> firing =
        verdict == QuotaGate.Verdict.OVER
            ? Optional.empty()
            : Optional.of(firing(entry, time, observed, errorBound));
    if (clears) {
      clearState(entry);
    } else {
      keepAfterFiring(entry);
    }
    if (openUntil != NEVER) {
      alerts.open(entry, time, openUntil, verdict == QuotaGate.Verdict.PASSES);
      schedule(entry);
    } else if (clears) {
      table.remove(entry);
    } else {
      schedule(entry);
    }
    return tell(verdict, firing);
  }

  private Outcome tell(QuotaGate.Verdict verdict, Optional<Firing> firing) {
    telling();
    if (verdict == QuotaGate.Verdict.PASSES) {
      firing.ifPresent(handler::fired);
      return Outcome.FIRED;
    }
    firing.ifPresent(handler::quotaExceeded);
    return Outcome.OVER_QUOTA;
  }

  private Firing firing(int entry, long time, double observed, double errorBound) {
    Slice key = table.key(entry);
    Sightings found = new Sightings(home.evidence());
    sightings(entry, time, found);
    List<Sighting> sightings = found.all();
    Set<Flag> flags = flags(key, time, errorBound);
    Instant when = found.instant(time);
    Instant first = sightings.isEmpty() ? when : sightings.get(0).time();
    Instant last = sightings.isEmpty() ? when : sightings.get(sightings.size() - 1).time();
    return new Firing(key, when, first, last, observed, errorBound, sightings, flags);
  }

  private Set<Flag> flags(Slice key, long time, double errorBound) {
    Set<Flag> flags = Set.of();
    flags = errorBound > 0 ? and(flags, Flag.APPROXIMATE) : flags;
    flags = evictedKeys.mayContain(key, time) ? and(flags, Flag.DEGRADED) : flags;
    flags = time <= warmingUntil ? and(flags, Flag.WARMING) : flags;
    return home.isAtEnd() ? and(flags, Flag.AT_END) : flags;
  }

  /** Mostly there is none. */
  private static Set<Flag> and(Set<Flag> flags, Flag flag) {
    Set<Flag> more = EnumSet.of(flag);
    more.addAll(flags);
    return more;
  }

  /** Ends the alert of an entry and forgets the entry. */
  final void close(int entry, long time, Closing.Reason reason, boolean worthTelling) {
    Optional<Closing> closing = closing(entry, time, reason, worthTelling);
    table.remove(entry);
    tell(closing);
  }

  final void tell(Optional<Closing> closing) {
    telling();
    closing.ifPresent(handler::closed);
  }

  final Optional<Closing> closing(
      int entry, long time, Closing.Reason reason, boolean worthTelling) {
    return worthTelling && alerts.isTold(entry)
        ? Optional.of(alerts.closing(entry, table.key(entry), time, reason))
        : Optional.empty();
  }

  // What the table asks.

  @Override
  public final int progress(int entry, long now) {
    return alerts.isOpen(entry) ? GOAL + 1 : stateProgress(entry, now);
  }

  @Override
  public final long lastChange(int entry, long now) {
    return alerts.isOpen(entry) ? alerts.lastSeen(entry) : stateChanged(entry, now);
  }

  @Override
  public final boolean isHeld(int entry) {
    return alerts.isOpen(entry);
  }

  @Override
  public final void evicting(int entry, long now) {
    home.evicted();
    evictedKeys.add(table.key(entry), now);
    if (alerts.isOpen(entry)) {
      undo.log(farewells::clear);
      closing(entry, now, Closing.Reason.EVICTED, true).ifPresent(farewells::add);
    }
  }

  @Override
  public final void clear(int entry) {
    clearState(entry);
    alerts.clear(entry);
  }

  @Override
  public final long undetermined() {
    long undetermined = 0;
    for (int entry = 0; entry < table.used(); entry++) {
      if (table.inUse(entry) && !alerts.isOpen(entry) && stateDeadline(entry) != NEVER) {
        undetermined++;
      }
    }
    return undetermined;
  }

  // What is saved.

  @Override
  public final int version() {
    return 2;
  }

  @Override
  public final String shape() {
    return shape;
  }

  @Override
  public final void save(StateOutput out) {
    table.save(out);
    alerts.save(out);
    quota.save(out);
    deadlines.save(out);
    evictedKeys.save(out);
    out.writeLong(wakeUpAt);
    out.writeLong(warmingUntil);
    saveState(out);
  }

  @Override
  public final void load(StateInput in) throws IOException {
    table.load(in);
    alerts.load(in);
    for (int entry = 0; entry < table.entries(); entry++) {
      if (alerts.isOpen(entry) && !table.inUse(entry)) {
        throw new InvalidObjectException("entry %d has an alert and no key".formatted(entry));
      }
    }
    quota.load(in);
    deadlines.load(in);
    evictedKeys.load(in);
    wakeUpAt = in.readLong();
    warmingUntil = in.readLong();
    if (wakeUpAt == NEVER) {
      wakeUp.cancel();
    } else {
      wakeUp.at(wakeUpAt);
    }
    loadState(in);
  }

  // What the module asks.

  @Override
  public final void reset(Slice key) {
    begin();
    int entry = table.find(key);
    if (entry != KeyTable.NONE) {
      table.remove(entry);
    }
  }

  @Override
  public final Optional<OpenAlert> open(Slice key) {
    begin();
    int entry = table.find(key);
    return entry != KeyTable.NONE && alerts.isOpen(entry)
        ? Optional.of(alerts.get(entry))
        : Optional.empty();
  }

  @Override
  public final int size() {
    return table.size();
  }

  @Override
  public final long evicted() {
    return table.evicted();
  }

  @Override
  public final long overQuota() {
    return quota.refused();
  }
}
