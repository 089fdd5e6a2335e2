package io.correlator.core.runtime;

import io.correlator.api.source.RecordSink;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.SourceStatistics.State;
import io.correlator.core.pipeline.EngineEvents;
import io.correlator.core.time.EventTime;
import io.correlator.core.time.EventTime.Lane;
import java.nio.channels.ClosedByInterruptException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one source in one thread. Its records go to the pipeline on one lane or several; waiting for
 * room in the queue is the back-pressure.
 */
final class SourceRunner implements Runnable, SourceContext {
  private final Source source;
  private final InstantSource clock;
  private final Consumer<Delivery> inbox;
  private final FailureHandler failures;
  private final Runnable ended;
  private final SourceLedger ledger;
  private final List<SourceLane> sinks = new ArrayList<>();
  private @Nullable SourceLane live;
  private volatile boolean stopping;

  // In the pipeline's thread only.
  private final List<Lane> lanes = new ArrayList<>();

  /**
   * A runner.
   *
   * @param inbox takes deliveries to the pipeline; waits for room
   * @param ended called in the pipeline's thread, after the last record of this source
   */
  SourceRunner(
      Source source,
      InstantSource clock,
      Consumer<Delivery> inbox,
      FailureHandler failures,
      Runnable ended) {
    this.source = source;
    this.clock = clock;
    this.inbox = inbox;
    this.failures = failures;
    this.ended = ended;
    this.ledger = new SourceLedger(source.name());
  }

  String name() {
    return source.name();
  }

  /**
   * In the pipeline's thread, before anything is read: a source that reads files holds back the
   * others until it has opened the first of them.
   */
  void expect(EventTime time) {
    if (!source.isLive()) {
      lanes.add(time.openFile());
    }
  }

  /**
   * In the pipeline's thread: whether the others wait for this source. They also do when all its
   * lanes have ended: what comes next is the news that it has gone down, or another lane.
   */
  boolean holdsBack() {
    boolean open = false;
    for (Lane lane : lanes) {
      if (lane.holdsBack()) {
        return true;
      }
      open |= !lane.hasEnded();
    }
    return !open;
  }

  @Override
  public void run() {
    ledger.enter(State.UP);
    put(pipeline -> pipeline.report(EngineEvents.sourceUp(source.name())));
    State end = State.DONE;
    try {
      source.run(this);
    } catch (InterruptedException | ClosedByInterruptException e) {
      end = stopping ? State.DONE : failedWith(e);
    } catch (Throwable e) {
      end = stopping ? State.DONE : failedWith(e);
    } finally {
      sinks.forEach(SourceLane::end);
      ledger.enter(end);
      SourceStatistics statistics = ledger.statistics();
      put(pipeline -> goDown(pipeline, statistics));
    }
  }

  private void goDown(OrderedPipeline pipeline, SourceStatistics statistics) {
    try {
      lanes.forEach(Lane::end);
      pipeline.time().release();
      pipeline.report(EngineEvents.sourceDown(statistics));
    } finally {
      ended.run();
    }
  }

  private State failedWith(Throwable e) {
    failures.onFailure(new Failure(Failure.Kind.SOURCE, source.name(), 1, e));
    return State.FAILED;
  }

  /** Stops the source soon; the thread is interrupted by whoever calls this. */
  void stop() {
    stopping = true;
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
    SourceLane known = live;
    if (known == null) {
      known = open(EventTime::openLive);
      live = known;
    }
    return known;
  }

  @Override
  public RecordSink openFile(String name) {
    return open(EventTime::openFile);
  }

  @Override
  public RecordSink openPipe(String name) {
    return open(EventTime::openPipe);
  }

  @Override
  public Optional<String> resumeFrom() {
    return Optional.empty();
  }

  @Override
  public void positions(Supplier<SourcePosition> current) {}

  private SourceLane open(Function<EventTime, Lane> opening) {
    SourceLane sink = new SourceLane(this, ledger);
    sinks.add(sink);
    put(
        pipeline -> {
          Lane lane = opening.apply(pipeline.time());
          sink.opened(lane);
          endExpectation();
          lanes.add(lane);
        });
    return sink;
  }

  /** The lane that stood for those to come has done its work once one of them is there. */
  private void endExpectation() {
    if (!source.isLive() && lanes.size() == 1) {
      lanes.get(0).end();
    }
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void unreadable(String input, String reason) {
    ledger.countUnreadable();
    sinks.forEach(SourceLane::handOver);
    put(pipeline -> pipeline.report(EngineEvents.unreadable(source.name(), input, reason)));
  }

  @Override
  public void progress(long done, long total) {
    ledger.progress(done, total);
  }

  SourceStatistics statistics() {
    return ledger.statistics();
  }
}
