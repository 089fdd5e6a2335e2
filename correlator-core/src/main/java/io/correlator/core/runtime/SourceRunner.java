package io.correlator.core.runtime;

import io.correlator.api.LogRecord;
import io.correlator.api.capture.CapturedBatch;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.capture.CapturedSource;
import io.correlator.api.capture.RecordRestorer;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.ReplaySink;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import io.correlator.core.fault.Sabotage;
import io.correlator.core.journal.Journal;
import io.correlator.core.journal.JournalSpace;
import io.correlator.core.journal.Mark;
import io.correlator.core.journal.Recovered;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.SourceStatistics.State;
import io.correlator.core.pipeline.EngineEvents;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.core.time.EventTime;
import io.correlator.core.time.EventTime.Lane;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one source in one thread. Its records go to the pipeline on one lane or several; waiting for
 * room in the queue is the back-pressure.
 */
final class SourceRunner implements Runnable, SourceContext {
  /** Stands for the files of a source that has not opened any yet. */
  private static final String EXPECTED = "expected";

  private static final String LIVE = "live";
  private static final String BACKLOG = "backlog ";

  private final Source source;
  private final InstantSource clock;
  private final Consumer<Delivery> inbox;
  private final FailureHandler failures;
  private final Runnable positioned;
  private final Runnable ended;
  private final SourceLedger ledger;
  private final SourceWorkers workers;
  private final List<SourceLane> sinks = new ArrayList<>();
  private @Nullable SourceLane live;
  private volatile boolean stopping;
  private volatile @Nullable SourcePosition handedOver;

  private @Nullable SourcePosition resumedFrom;
  private Mark lastMark = Mark.BEGINNING;
  private @Nullable Supplier<SourcePosition> positions;

  // In the pipeline's thread only.
  private final Map<String, Lane> lanes = new LinkedHashMap<>();

  /** Which of the lanes were there before the source opened them. */
  private final Set<String> unclaimed = new HashSet<>();

  private Reached reached;
  private boolean begun;

  /** What the source noted, oldest first. */
  private final Deque<String> notes = new ArrayDeque<>();

  // Set before anything runs.
  private @Nullable SourceJournal journal;
  private Mark savedMark = Mark.BEGINNING;
  private List<String> earlierNotes = new ArrayList<>();

  /**
   * How far the pipeline has come with this source.
   *
   * @param mark in its journal, if it has one
   */
  private record Reached(
      @Nullable SourcePosition position, SourceStatistics statistics, Mark mark) {}

  /**
   * A runner.
   *
   * @param threads makes those that work for the source, if it asks for some
   * @param inbox takes deliveries to the pipeline; waits for room
   * @param positioned called in the pipeline's thread when the source has told where it begins
   * @param ended called in the pipeline's thread, after the last record of this source
   */
  SourceRunner(
      Source source,
      InstantSource clock,
      ThreadFactory threads,
      Consumer<Delivery> inbox,
      FailureHandler failures,
      Runnable positioned,
      Runnable ended) {
    this.source = source;
    this.clock = clock;
    this.inbox = inbox;
    this.failures = failures;
    this.positioned = positioned;
    this.ended = ended;
    this.ledger = new SourceLedger(source.name(), clock, source::counters);
    this.workers = new SourceWorkers(source.name(), threads);
    this.reached = new Reached(null, ledger.counted(), Mark.BEGINNING);
  }

  String name() {
    return source.name();
  }

  /**
   * In the pipeline's thread, before anything is read: a source that reads files, or has a backlog,
   * holds back the others until it has opened the first of them.
   */
  void expect(EventTime time) {
    SourceJournal kept = journal;
    if (kept != null && !kept.journal().isEmpty()) {
      liveLane(time).recall();
    }
    if (!source.isLive() || source.hasBacklog()) {
      lanes.computeIfAbsent(EXPECTED, unused -> time.openFile());
    }
  }

  /**
   * In the pipeline's thread: whether the others wait for this source. They also do when all its
   * lanes have ended: what comes next is the news that it has gone down, or another lane.
   */
  boolean holdsBack() {
    for (Lane lane : lanes.values()) {
      if (lane.holdsBack()) {
        return true;
      }
    }
    return lanes.isEmpty();
  }

  /** In the pipeline's thread: whether something of this source has arrived and waits. */
  void isBehind(boolean behind) {
    lanes.values().forEach(lane -> lane.isBehind(behind));
  }

  @Override
  public void run() {
    ledger.enter(State.UP);
    put(pipeline -> pipeline.report(EngineEvents.sourceUp(source.name())));
    State end = State.DONE;
    try {
      recall();
      source.run(this);
    } catch (InterruptedException | ClosedByInterruptException e) {
      end = stopping ? State.DONE : failedWith(e);
    } catch (Throwable e) {
      end = stopping ? State.DONE : failedWith(e);
    } finally {
      workers.close();
      // One that is stopped may go on in a later run: what is known of its times waits for that.
      if (!stopping) {
        sinks.forEach(SourceLane::end);
      }
      ledger.enter(end);
      handOver(true);
      closeJournal();
      SourceStatistics statistics = ledger.counted();
      put(pipeline -> goDown(pipeline, statistics));
    }
  }

  private void goDown(OrderedPipeline pipeline, SourceStatistics statistics) {
    try {
      if (!stopping) {
        lanes.values().forEach(Lane::end);
        lanes.clear();
      }
      pipeline.time().release();
      pipeline.report(EngineEvents.sourceDown(statistics));
    } finally {
      ended.run();
    }
  }

  private void closeJournal() {
    SourceJournal kept = journal;
    if (kept != null) {
      try {
        kept.close();
      } catch (IOException e) {
        failures.onFailure(new Failure(Failure.Kind.SOURCE, source.name(), 1, e));
      }
    }
  }

  private State failedWith(Throwable e) {
    failures.onFailure(new Failure(Failure.Kind.SOURCE, source.name(), 1, e));
    return State.FAILED;
  }

  /** Stops the source soon; the thread is interrupted by whoever calls this. */
  void stop() {
    stopping = true;
    SourceJournal kept = journal;
    if (kept != null) {
      kept.stop();
    }
  }

  /** Whether what it hands over must be written down first. */
  boolean needsJournal() {
    return !source.isRepeatable();
  }

  /** Before anything is restored. */
  void writeTo(Journal opened, JournalSpace space) {
    journal =
        new SourceJournal(
            opened,
            space,
            new SourceJournal.Watcher() {
              @Override
              public void full() {
                put(pipeline -> positioned.run());
              }

              @Override
              public void blocked(String reason) {
                ledger.enter(State.BLOCKED);
                put(pipeline -> pipeline.report(EngineEvents.journalBlocked(name(), reason)));
              }

              @Override
              public void writable() {
                ledger.enter(State.UP);
                put(pipeline -> pipeline.report(EngineEvents.journalWritable(name())));
              }
            });
  }

  /** What the journal has and the saved state has not comes first. */
  private void recall() throws IOException, InterruptedException {
    SourceJournal kept = journal;
    if (kept == null) {
      return;
    }
    SourceLane lane = openSink();
    RecordRestorer restorer = new RecordRestorer(this::formatOf);
    Recovered found =
        kept.journal().recover(savedMark, (records, end) -> recall(records, end, restorer, lane));
    ledger.countLost(found.lost());
    found.damages().stream()
        .map(problem -> EngineEvents.journalDamaged(name(), problem))
        .forEach(event -> put(pipeline -> pipeline.report(event)));
    put(
        pipeline -> {
          liveLane(pipeline.time()).isRecalled();
          if (found.records() + found.lost() + found.unfinished() > 0) {
            pipeline.report(
                EngineEvents.journalRead(
                    name(), found.records(), found.lost(), found.unfinished(), found.cutBytes()));
          }
        });
  }

  private RecordFormat formatOf(CapturedSource captured) {
    return source.formats().stream()
        .filter(format -> format.name().equals(captured.format()))
        .findFirst()
        .or(() -> source.formats().stream().findFirst())
        .orElseGet(() -> new UnknownFormat(captured.format()));
  }

  private void recall(
      List<CapturedRecord> records, CapturedBatch end, RecordRestorer restorer, SourceLane lane)
      throws InterruptedException {
    LogRecord[] restored = new LogRecord[records.size()];
    for (int i = 0; i < restored.length; i++) {
      restored[i] = restorer.restore(records.get(i));
    }
    if (!end.position().isEmpty()) {
      resumedFrom = end::position;
    }
    earlierNotes.addAll(end.notes());
    deliver(Map.of(lane, restored), end.notes(), new Mark(end.number(), end.records()));
    throwIfInterrupted();
  }

  /**
   * Hands over what there is in all lanes, whatever happens, and where the source stands after
   * that: what the pipeline has seen and the position it knows always belong together.
   */
  void handOver() {
    handOver(false);
  }

  private void handOver(boolean last) {
    Map<SourceLane, LogRecord[]> batches = new LinkedHashMap<>();
    for (SourceLane lane : sinks) {
      LogRecord[] records = lane.take();
      if (records.length > 0) {
        batches.put(lane, records);
      }
    }
    if (!batches.isEmpty()) {
      boolean unused = handOver(batches, List.of());
    } else if (last) {
      deliver(batches, List.of(), lastMark);
    }
  }

  /** Nothing gets to the pipeline that was not written down, where that is needed. */
  private boolean handOver(Map<SourceLane, LogRecord[]> batches, List<String> more) {
    SourceJournal kept = journal;
    Mark mark = lastMark;
    if (kept != null) {
      long filled = kept.journal().filled();
      SourcePosition position = currentPosition();
      Optional<Mark> written =
          kept.write(batches.values(), position == null ? "" : position.text(), more);
      if (written.isEmpty()) {
        long count = batches.values().stream().mapToLong(records -> records.length).sum();
        dropped(DropReason.JOURNAL_BLOCKED, count);
        return false;
      }
      mark = written.get();
      if (kept.journal().filled() > filled) {
        // A snapshot lets go of old ones.
        put(pipeline -> positioned.run());
      }
    }
    deliver(batches, more, mark);
    return true;
  }

  private void deliver(Map<SourceLane, LogRecord[]> batches, List<String> more, Mark mark) {
    batches.values().forEach(ledger::count);
    ledger.publish();
    lastMark = mark;
    Reached now = new Reached(currentPosition(), ledger.counted(), mark);
    handedOver = now.position();
    put(pipeline -> deliver(pipeline, batches, more, now));
  }

  private void deliver(
      OrderedPipeline pipeline,
      Map<SourceLane, LogRecord[]> batches,
      List<String> more,
      Reached now) {
    batches.forEach(SourceLane::deliver);
    pipeline.time().release();
    reached = now;
    begun = true;
    notes.addAll(more);
    while (notes.size() > NOTES) {
      notes.remove();
    }
  }

  @Override
  public boolean handOver(List<LogRecord> records, String note) {
    handOver();
    return handOver(
        Map.of(openSink(), records.toArray(LogRecord[]::new)),
        note.isEmpty() ? List.of() : List.of(note));
  }

  @Override
  public List<String> notes() {
    List<String> all = earlierNotes;
    return List.copyOf(all.subList(Math.max(0, all.size() - NOTES), all.size()));
  }

  @Override
  public void force() throws IOException {
    SourceJournal kept = journal;
    if (kept != null) {
      kept.force();
    }
  }

  /**
   * In the pipeline's thread, while the state is copied: what to do, in some thread, when that is
   * saved.
   */
  StateSaved copied() {
    SourceJournal kept = journal;
    Mark mark = reached.mark();
    return kept == null ? () -> {} : () -> kept.saved(mark);
  }

  /** What follows when state was saved. */
  @FunctionalInterface
  interface StateSaved {
    void run() throws IOException;
  }

  /** In the pipeline's thread: whether it has told where it begins, or that it never will. */
  boolean hasBegun() {
    return begun;
  }

  /** Puts a delivery, whatever happens. */
  void put(Delivery delivery) {
    inbox.accept(delivery);
  }

  void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("source " + source.name() + " shall stop");
    }
  }

  @Override
  public RecordSink sink() {
    return openSink();
  }

  private SourceLane openSink() {
    SourceLane known = live;
    if (known == null) {
      known = open(LIVE, EventTime::openLive);
      live = known;
    }
    return known;
  }

  @Override
  public RecordSink openBacklog(String name) {
    return open(BACKLOG + name, EventTime::openBacklog);
  }

  @Override
  public RecordSink openFile(String name) {
    return open("file " + name, EventTime::openFile);
  }

  @Override
  public RecordSink openPipe(String name) {
    return open("pipe " + name, EventTime::openPipe);
  }

  @Override
  public ReplaySink openReplay(String name) {
    return open("replay " + name, EventTime::openReplay);
  }

  private SourceLane open(String name, Function<EventTime, Lane> opening) {
    SourceLane sink = new SourceLane(this, name);
    sinks.add(sink);
    put(
        pipeline -> {
          Lane known = unclaimed.remove(name) ? lanes.get(name) : null;
          Lane lane = known == null ? opening.apply(pipeline.time()) : known;
          sink.opened(lane);
          lanes.put(name, lane);
          if (name.startsWith(BACKLOG)) {
            liveLane(pipeline.time()).awaitBacklog();
          }
          endExpectation();
        });
    return sink;
  }

  /** The lane that stood for those to come has done its work once one of them is there. */
  private void endExpectation() {
    Lane expected = lanes.remove(EXPECTED);
    if (expected != null) {
      expected.end();
    }
  }

  /** In the pipeline's thread: no record follows on a lane. */
  void endLane(String name, EventTime time) {
    Lane lane = lanes.remove(name);
    if (lane != null && name.startsWith(BACKLOG)) {
      liveLane(time).follow(lane);
    } else if (lane != null) {
      lane.end();
    }
  }

  private Lane liveLane(EventTime time) {
    return lanes.computeIfAbsent(
        LIVE,
        name -> {
          unclaimed.add(name);
          return time.openLive();
        });
  }

  /** What was being caught up with in an earlier run, and is no part of this one. */
  private void endUnclaimedBacklogs(EventTime time) {
    List<String> left = unclaimed.stream().filter(name -> name.startsWith(BACKLOG)).toList();
    left.forEach(
        name -> {
          liveLane(time).awaitBacklog();
          endLane(name, time);
          unclaimed.remove(name);
        });
  }

  @Override
  public Optional<String> resumeFrom() {
    return Optional.ofNullable(resumedFrom).map(SourcePosition::text);
  }

  @Override
  public void positions(Supplier<SourcePosition> current) {
    positions = current;
    Reached begin = new Reached(current.get(), ledger.counted(), lastMark);
    put(
        pipeline -> {
          endUnclaimedBacklogs(pipeline.time());
          reached = begin;
          begun = true;
          positioned.run();
        });
  }

  private @Nullable SourcePosition currentPosition() {
    Supplier<SourcePosition> known = positions;
    return known == null ? resumedFrom : known.get();
  }

  /**
   * Saves how far the pipeline has come with this source, not how far the source has: what is
   * between the two is read again. For the pipeline's thread.
   */
  void save(StateOutput out) throws IOException {
    SourcePosition position = Sabotage.POSITIONS_AHEAD.isActive() ? handedOver : reached.position();
    out.writeBoolean(position != null);
    if (position != null) {
      out.writeLongText(position.text());
    }
    reached.statistics().save(out);
    out.writeInt(lanes.size());
    for (Map.Entry<String, Lane> lane : lanes.entrySet()) {
      out.writeLongText(lane.getKey());
      lane.getValue().save(out);
    }
  }

  /** Goes on from what was saved. Before anything runs. */
  void load(StateInput in, EventTime time) throws IOException {
    if (in.readBoolean()) {
      String text = in.readLongText();
      resumedFrom = () -> text;
    }
    ledger.resume(in);
    reached = new Reached(resumedFrom, ledger.counted(), savedMark);
    int count = in.readCount(Integer.BYTES);
    for (int i = 0; i < count; i++) {
      String name = in.readLongText();
      lanes.put(name, time.reopen(in));
      unclaimed.add(name);
    }
  }

  /** Saves how far the pipeline has come in the journal, and the notes up to there. */
  void saveJournal(StateOutput out) throws IOException {
    out.writeLong(reached.mark().number());
    out.writeLong(reached.mark().records());
    out.writeInt(notes.size());
    for (String note : notes) {
      out.writeLongText(note);
    }
  }

  /** Goes on from what was saved. Before {@link #load}. */
  void loadJournal(StateInput in) throws IOException {
    savedMark = new Mark(in.readLong(), in.readLong());
    lastMark = savedMark;
    int count = in.readCount(Integer.BYTES);
    for (int i = 0; i < count; i++) {
      notes.add(in.readLongText());
    }
    earlierNotes = new ArrayList<>(notes);
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public Executor workers() {
    return workers;
  }

  @Override
  public void unreadable(String input, String reason) {
    ledger.countUnreadable();
    handOver();
    put(pipeline -> pipeline.report(EngineEvents.unreadable(source.name(), input, reason)));
  }

  @Override
  public void dropped(DropReason reason, long count) {
    ledger.countDropped(reason, count);
  }

  @Override
  public void progress(long done, long total) {
    ledger.progress(done, total);
  }

  SourceStatistics statistics() {
    return ledger.statistics();
  }
}
