package io.correlator.core.time;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.core.monitor.TimeStatistics;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the records of several lanes in order.
 *
 * <p>A lane is a stream of records that are roughly in order: a file, or what one source reads
 * live. The watermark of a lane is the latest time seen in it, less its lateness; that of the
 * engine is the lowest of all lanes. No record at or before the watermark is expected any more, so
 * those that wait up to there come out in canonical order: by time, source and position. A record
 * that comes later still is late.
 *
 * <p>As long as no record is late and the buffer does not overflow, what comes out depends only on
 * the set of records that went in. For one thread at a time, except {@link #statistics()} and
 * {@link #waiting()}.
 */
public final class EventTime {
  private final TimeSettings settings;
  private final Output output;
  private final List<Lane> lanes = new ArrayList<>();
  private final ReorderBuffer buffer = new ReorderBuffer();
  private long watermark = Long.MIN_VALUE;

  /** As far as the lanes let time go on: the watermark, but for advances that were forced. */
  private long unforced = Long.MIN_VALUE;

  private long released = Long.MIN_VALUE;
  private long latest = Long.MIN_VALUE;
  private long late;
  private long dropped;
  private long forcedAdvances;

  /** What lanes that have ended did not believe. */
  private long skewedBefore;

  private long lastTick = Long.MIN_VALUE;
  private volatile TimeStatistics published = new TimeStatistics(0, 0, 0, 0);
  private volatile long waiting;

  /** Takes what is in order. */
  public interface Output {
    /** The next record; its time is never before that of the record before, unless it is late. */
    void record(LogRecord record);

    /** Every record up to {@code time}, inclusive, has been given out. */
    void passed(Instant time);
  }

  /** Time as {@code settings} want it. */
  public EventTime(TimeSettings settings, Output output) {
    this.settings = requireNonNull(settings, "settings");
    this.output = requireNonNull(output, "output");
  }

  /** How a lane gets its records. */
  private enum Kind {
    /** As fast as one likes, until it ends. */
    FILE,
    /** As a file, but it may be silent for as long as it likes. */
    PIPE,
    /** As they happen. */
    LIVE,
    /** As fast as one likes; they have happened when they are read, and live ones follow. */
    BACKLOG,
    /** In the order, and with the times, that were decided when they were captured. */
    REPLAY
  }

  /** A stream of records that are roughly in order. Belongs to the {@link EventTime} it is of. */
  public final class Lane {
    private final Kind kind;
    private final long lateness;
    private final LaneClock clock;
    private long lastArrival;

    /** The last arrival when this lane was saved. */
    private long arrivedBefore;

    private long idleAdvance;
    private boolean idle;
    private boolean ended;

    /** Whether something has come since it was opened, or since its backlog ended. */
    private boolean heard;

    /** Whether something has arrived that it was not given yet. */
    private boolean behind;

    /** How many backlogs come before what comes on this lane. */
    private int backlogs;

    /** Whether what comes had arrived in an earlier run. */
    private boolean recalls;

    private Lane(Kind kind, Duration lateness) {
      this.kind = kind;
      this.lateness = lateness.toMillis();
      boolean happened = kind == Kind.LIVE || kind == Kind.BACKLOG;
      this.clock = new LaneClock(happened, lateness, EventTime.this::settled);
    }

    /** Takes the next record of this lane. */
    public void accept(LogRecord record) {
      if (kind == Kind.REPLAY) {
        output.record(record);
        return;
      }
      long before = clock.believed();
      if (kind != Kind.FILE) {
        long arrival = record.received().toEpochMilli();
        if (recalls) {
          letPassAsThen(arrival);
        }
        lastArrival = arrival;
        idleAdvance = 0;
        idle = false;
        heard = true;
      }
      clock.accept(record);
      if (clock.believed() != before) {
        advance();
      }
      overflow();
    }

    /** Lets time pass as it did when what is replayed was captured. */
    public void passed(Instant time) {
      if (kind != Kind.REPLAY) {
        throw new IllegalStateException("the time of other lanes than replays is found out");
      }
      output.passed(time);
    }

    /** No more records come from this lane: it holds nothing back any more. */
    public void end() {
      if (!ended) {
        clock.settle();
        forget();
        advance();
        release();
      }
    }

    /**
     * Whether something of this lane has arrived and waits. As long as it does, the lane is not
     * silent, however long ago its last record arrived: whoever evaluates them is slow.
     */
    public void isBehind(boolean nowBehind) {
      behind = nowBehind;
    }

    /** A backlog has been opened, whose records come before those of this live lane. */
    public void awaitBacklog() {
      backlogs++;
      idle = !heard;
    }

    /** A backlog that was waited for has ended: time is on this live lane where it was there. */
    public void follow(Lane backlog) {
      backlogs--;
      if (!backlog.ended) {
        clock.goOnFrom(backlog.clock);
        backlog.forget();
        lastArrival = 0;
        idleAdvance = 0;
        heard = false;
        advance();
        release();
      }
    }

    /**
     * What follows on this live lane had arrived in an earlier run, after the state was saved that
     * this one goes on from. Time passes as it did then, by the times of arrival, and not by the
     * clock; all others wait.
     */
    public void recall() {
      recalls = true;
      idle = false;
      lastArrival = arrivedBefore;
    }

    /** What had arrived earlier has come again: time goes on with the clock, from now on. */
    public void isRecalled() {
      recalls = false;
      idle = !hasTime();
      lastArrival = 0;
      advance();
      release();
    }

    /** What the ticks did then that came while nothing did. */
    private void letPassAsThen(long arrival) {
      if (lastArrival != 0 && lastArrival < arrival) {
        beSilent(arrival - lastArrival);
        advance();
      }
    }

    private void forget() {
      ended = true;
      skewedBefore += clock.skewed();
      lanes.remove(this);
    }

    /** Saves what is known of this lane, so that it can be opened again as it is now. */
    @SuppressWarnings("exports") // for the engine, not for embedders
    public void save(StateOutput out) throws IOException {
      out.writeUTF(kind.name());
      out.writeLong(idleAdvance);
      out.writeLong(lastArrival);
      clock.save(out);
    }

    /** Whether time does not go on because of this lane. */
    public boolean holdsBack() {
      return !ended && watermark() <= EventTime.this.watermark;
    }

    private long watermark() {
      long believed = clock.believed();
      return believed == Long.MIN_VALUE ? believed : believed + idleAdvance - lateness - 1;
    }

    /** The wall clock was set: how long this lane has been silent does not change. */
    private void clockWasSet(long before, long now) {
      // Whether what arrived last was told by the clock that was set already.
      boolean knowsIt =
          now > before ? lastArrival > before + (now - before) / 2 : lastArrival <= now;
      if (!knowsIt && lastArrival != 0) {
        lastArrival += now - before;
      }
    }

    /**
     * Lets time pass while nothing arrives. When nothing has come for the lateness, what came
     * before is decided. Beyond that, time goes on only where it is close to the clock: a pipe may
     * carry an old log and stall. A backlog is not decided so, because more of it follows.
     */
    private void tick(long now) {
      if (behind || recalls) {
        return;
      }
      if (lastArrival == 0) {
        lastArrival = now;
      }
      long silence = now - lastArrival;
      boolean quietFromTheStart =
          kind == Kind.LIVE && !heard && (backlogs > 0 || !hasTime() || !isLive());
      idle = quietFromTheStart || silence >= settings.idle().toMillis();
      beSilent(silence);
    }

    private void beSilent(long silence) {
      if (kind != Kind.BACKLOG && silence > settings.liveLateness().toMillis()) {
        clock.settle();
        idleAdvance = Math.max(idleAdvance, isLive() ? silence : upToTheLatest());
      }
    }

    private long upToTheLatest() {
      return hasTime() ? clock.latest() - clock.believed() + lateness + 1 : 0;
    }

    private boolean isLive() {
      return kind == Kind.LIVE && lastArrival - clock.believed() <= LaneClock.SKEW;
    }

    private boolean hasTime() {
      return clock.believed() != Long.MIN_VALUE;
    }
  }

  /** A lane of a file, which can be read as fast as one likes and ends. */
  public Lane openFile() {
    return open(new Lane(Kind.FILE, settings.fileLateness()));
  }

  /** A lane of a pipe: as a file, but nobody knows when the next record comes. */
  public Lane openPipe() {
    return open(new Lane(Kind.PIPE, settings.fileLateness()));
  }

  /**
   * A lane of what arrives live. It holds nothing back before its first record: what will come on
   * it is at most as late as what is live may be.
   */
  public Lane openLive() {
    Lane lane = new Lane(Kind.LIVE, settings.liveLateness());
    lane.idle = true;
    return open(lane);
  }

  /**
   * A lane of what was there before a live source ran; the live lane of that source {@linkplain
   * Lane#awaitBacklog waits} for it and {@linkplain Lane#follow follows} it.
   */
  public Lane openBacklog() {
    return open(new Lane(Kind.BACKLOG, settings.fileLateness()));
  }

  /**
   * A lane of what was captured: its records are given out as they come, and time passes when it is
   * told to. It holds back all others until it ends.
   */
  public Lane openReplay() {
    return open(new Lane(Kind.REPLAY, Duration.ZERO));
  }

  /** A lane as it was when it was saved. */
  @SuppressWarnings("exports") // for the engine, not for embedders
  public Lane reopen(StateInput in) throws IOException {
    Kind kind = Kind.valueOf(in.readUTF());
    Lane lane =
        new Lane(kind, kind == Kind.LIVE ? settings.liveLateness() : settings.fileLateness());
    lane.idleAdvance = in.readLong();
    lane.arrivedBefore = in.readLong();
    lane.clock.load(in);
    return open(lane);
  }

  /**
   * Saves all but the lanes: how far time has come, and the records that wait. Those count as given
   * to the engine, so nobody reads them again.
   */
  @SuppressWarnings("exports") // for the engine, not for embedders
  public void save(StateOutput out) throws IOException {
    publish();
    out.writeLong(watermark);
    out.writeLong(unforced);
    out.writeLong(released);
    out.writeLong(latest);
    out.writeLong(late);
    out.writeLong(dropped);
    out.writeLong(forcedAdvances);
    out.writeLong(skewedBefore);
    buffer.save(out);
  }

  /** Goes on from what was saved. Before any lane is opened. */
  @SuppressWarnings("exports") // for the engine, not for embedders
  public void load(StateInput in) throws IOException {
    watermark = in.readLong();
    unforced = in.readLong();
    released = in.readLong();
    latest = in.readLong();
    late = in.readLong();
    dropped = in.readLong();
    forcedAdvances = in.readLong();
    skewedBefore = in.readLong();
    buffer.load(in);
    publish();
  }

  private Lane open(Lane lane) {
    lanes.add(lane);
    return lane;
  }

  /** A record whose time is settled. */
  private void settled(LogRecord record) {
    if (settings.mode() == TimeSettings.Mode.ARRIVAL) {
      giveOutAsItComes(record);
    } else if (record.epochMilli() <= watermark) {
      giveOutLate(record);
    } else {
      latest = Math.max(latest, record.epochMilli());
      buffer.add(record);
    }
  }

  private void giveOutAsItComes(LogRecord record) {
    boolean older = record.epochMilli() < latest;
    latest = Math.max(latest, record.epochMilli());
    output.record(older ? record.retimed(Instant.ofEpochMilli(latest), Flag.RETIMED) : record);
  }

  private void giveOutLate(LogRecord record) {
    late++;
    if (settings.late() == TimeSettings.Late.DROP) {
      dropped++;
      publish();
    } else {
      // In its place among the others: first what is due before it.
      release();
      LogRecord flagged = record.flagged(Flag.LATE);
      boolean overtaken = record.epochMilli() > unforced;
      output.record(overtaken ? flagged.flagged(Flag.OVERTAKEN) : flagged);
    }
  }

  private void advance() {
    long awake = lowest(false);
    // If all are idle, time goes on with the clock.
    long reached = awake == Long.MAX_VALUE ? lowest(true) : awake;
    if (reached != Long.MAX_VALUE) {
      watermark = Math.max(watermark, reached);
      unforced = Math.max(unforced, reached);
    }
  }

  private long lowest(boolean idle) {
    long lowest = Long.MAX_VALUE;
    for (Lane lane : lanes) {
      if (lane.idle == idle && (lane.hasTime() || !idle)) {
        lowest = Math.min(lowest, lane.watermark());
      }
    }
    return lowest;
  }

  /** Whether so many records wait that those who are ahead had better wait too. */
  public boolean isCrowded() {
    return buffer.size() > settings.capacity() / 2;
  }

  private void overflow() {
    if (buffer.size() > settings.capacity()) {
      release();
      while (buffer.size() > settings.capacity()) {
        LogRecord smallest = buffer.poll();
        forcedAdvances++;
        watermark = Math.max(watermark, smallest.epochMilli());
        output.record(smallest);
      }
      publish();
    }
  }

  /** Gives out what is in order by now. Call it after each batch of records. */
  public void release() {
    if (settings.mode() == TimeSettings.Mode.EVENT_TIME && watermark > released) {
      buffer.releaseUpTo(watermark, output::record);
      released = watermark;
      output.passed(Instant.ofEpochMilli(watermark));
      publish();
    }
  }

  /**
   * Lets time pass on lanes that are silent, other than files: after the lateness their last
   * records are decided, and after the idle time it holds nothing back.
   *
   * @param now the clock that also tells times of arrival; called often, because more than a minute
   *     between two calls means that the clock was set
   */
  public void tick(Instant now) {
    long before = lastTick;
    lastTick = now.toEpochMilli();
    boolean set = before != Long.MIN_VALUE && Math.abs(lastTick - before) > Arrivals.STEP;
    for (Lane lane : lanes) {
      if (lane.kind != Kind.FILE && lane.kind != Kind.REPLAY) {
        if (set) {
          lane.clockWasSet(before, lastTick);
        }
        lane.tick(lastTick);
      }
    }
    advance();
    release();
  }

  /**
   * The input is at its end: gives out everything that waits. Time has then come to the latest
   * record, and no further.
   */
  public void finish() {
    List<Lane> open = List.copyOf(lanes);
    open.forEach(lane -> lane.clock.settle());
    open.forEach(Lane::forget);
    buffer.releaseUpTo(Long.MAX_VALUE, output::record);
    if (latest > released && latest != Long.MIN_VALUE) {
      released = latest;
      output.passed(Instant.ofEpochMilli(latest));
    }
    publish();
  }

  private void publish() {
    long skewed = skewedBefore + lanes.stream().mapToLong(lane -> lane.clock.skewed()).sum();
    published = new TimeStatistics(late, dropped, skewed, forcedAdvances);
    waiting = buffer.size() + lanes.stream().mapToLong(lane -> lane.clock.waiting()).sum();
  }

  /** How many records wait to be put in order, up to a moment ago. Any thread may ask. */
  public long waiting() {
    return waiting;
  }

  /** What could not be taken as it came. Any thread may ask. */
  public TimeStatistics statistics() {
    return published;
  }
}
