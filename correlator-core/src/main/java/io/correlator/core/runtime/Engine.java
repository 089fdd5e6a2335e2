package io.correlator.core.runtime;

import io.correlator.api.EmittedEvent;
import io.correlator.api.config.ConfigException;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.source.Source;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.pipeline.EngineEvents;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.core.time.TimeSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads and queues around one pipeline: each source puts deliveries into a bounded queue, one
 * thread takes them out and drives the pipeline, and what comes out goes to the queues of the
 * listeners.
 *
 * <p>It ends when all sources have ended, by themselves or because they were told to stop; then the
 * listeners get what is left, and end too.
 */
public final class Engine {
  /** How long the pipeline waits before it lets time pass on lanes that are silent. */
  private static final Duration TICK = Duration.ofMillis(100);

  private static final int DELIVERIES_PER_TICK = 64;

  private final Inbox inbox;
  private final List<SourceRunner> sources = new ArrayList<>();
  private final List<ListenerRunner> listeners = new ArrayList<>();
  private final List<Thread> sourceThreads = new CopyOnWriteArrayList<>();
  private final List<Thread> otherThreads = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended;
  private final InstantSource clock;
  private final ThreadFactory threads;
  private final FailureHandler failures;
  private final Map<String, Module> modules;
  private final Pipeline pipeline;
  private final OrderedPipeline ordered;
  private final HealthMonitor monitor;
  private final AtomicReference<Failure> fatal = new AtomicReference<>();
  private volatile boolean started;
  private volatile boolean stopping;

  // In the pipeline's thread only.
  private int sourcesUp;
  private int sinceTick;
  private Health.Status health = Health.Status.UP;

  /**
   * What an engine is made of.
   *
   * @param sources at least one
   * @param modules by name, in the order of flow
   * @param listeners in any order
   * @param time how records are put in order
   * @param quarantine when a module that fails is left out
   * @param period of statistics
   * @param clock for times of arrival
   * @param threads makes all threads
   * @param failures told about every failure
   */
  public record Parts(
      List<Source> sources,
      Map<String, Module> modules,
      List<Listener> listeners,
      TimeSettings time,
      QuarantineSettings quarantine,
      Duration period,
      InstantSource clock,
      ThreadFactory threads,
      FailureHandler failures) {}

  /** Puts the parts together; nothing is opened yet. */
  public Engine(Parts parts) {
    clock = parts.clock();
    threads = parts.threads();
    failures = parts.failures();
    pipeline =
        new Pipeline(parts.period(), parts.quarantine(), this::onModuleFailure, this::giveOut);
    monitor = new HealthMonitor(clock);
    ordered = new OrderedPipeline(pipeline, parts.time(), clock);
    modules = parts.modules();
    inbox = new Inbox(parts.sources().size());
    for (Listener listener : parts.listeners()) {
      listeners.add(new ListenerRunner(listener, this::onOtherFailure));
    }
    for (Source source : parts.sources()) {
      int number = sources.size();
      sources.add(
          new SourceRunner(
              source,
              clock,
              delivery -> inbox.put(number, delivery),
              this::onOtherFailure,
              () -> sourcesUp--));
    }
    sourcesUp = sources.size();
    ended = new CountDownLatch(1 + listeners.size());
  }

  private void open(String name, Module module, List<String> problems) {
    try {
      pipeline.open(name, module);
    } catch (Throwable e) {
      problems.add("module %s cannot start: %s".formatted(name, e));
    }
  }

  /**
   * Opens modules and listeners, then starts to read.
   *
   * @throws ConfigException if some cannot be opened, naming all of them; nothing runs then
   */
  public void start() {
    List<String> problems = new ArrayList<>();
    modules.forEach((name, module) -> open(name, module, problems));
    for (ListenerRunner listener : listeners) {
      startThread("listener-" + listener.name(), listener, otherThreads);
    }
    for (ListenerRunner listener : listeners) {
      try {
        listener.opened().join();
      } catch (CompletionException e) {
        problems.add("listener %s cannot start: %s".formatted(listener.name(), e.getCause()));
      }
    }
    if (!problems.isEmpty()) {
      pipeline.finish();
      listeners.stream().filter(Engine::isOpen).forEach(ListenerRunner::end);
      throw new ConfigException(problems);
    }
    started = true;
    startThread("pipeline", this::drivePipeline, otherThreads);
    for (SourceRunner source : sources) {
      startThread("source-" + source.name(), source, sourceThreads);
    }
    if (fatal.get() != null) {
      // Failed before all of them were there.
      stopSources();
    }
  }

  private static boolean isOpen(ListenerRunner listener) {
    return !listener.opened().isCompletedExceptionally();
  }

  private void startThread(String name, Runnable runner, List<Thread> group) {
    Runnable counted =
        group == otherThreads
            ? () -> {
              try {
                runner.run();
              } finally {
                ended.countDown();
              }
            }
            : runner;
    Thread thread = threads.newThread(counted);
    thread.setName("correlator-" + name);
    group.add(thread);
    thread.start();
  }

  private void drivePipeline() {
    attempt(this::begin);
    while (sourcesUp > 0) {
      attempt(this::takeDelivery);
    }
    attempt(this::tellHealth);
    attempt(ordered::finish);
    attempt(() -> ordered.report(EngineEvents.stopped()));
    listeners.forEach(ListenerRunner::end);
  }

  /** Whatever goes wrong, sources get rid of what they have and listeners get what there is. */
  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      onModuleFailure(new Failure(Failure.Kind.ENGINE, "pipeline", 1, e));
    }
  }

  private void begin() {
    health();
    ordered.report(EngineEvents.started());
    sources.forEach(source -> source.expect(ordered.time()));
  }

  private void takeDelivery() {
    Optional<Delivery> next = inbox.take(this::isWelcome, TICK);
    next.ifPresent(delivery -> delivery.into(ordered));
    if (next.isEmpty() || ++sinceTick == DELIVERIES_PER_TICK) {
      sinceTick = 0;
      ordered.tick();
      pipeline.takeStock();
      tellHealth();
    }
    listeners.forEach(ListenerRunner::handOver);
  }

  private void tellHealth() {
    Health now = health();
    if (now.status() != health && now.status() != Health.Status.STOPPING) {
      ordered.report(EngineEvents.healthChanged(health, now));
      health = now.status();
    }
  }

  /** Who is ahead waits while many records wait to be put in order. */
  private boolean isWelcome(int source) {
    return !ordered.time().isCrowded() || sources.get(source).holdsBack();
  }

  private void giveOut(EmittedEvent event) {
    for (ListenerRunner listener : listeners) {
      listener.offer(event);
    }
  }

  /** In the pipeline's thread: the event can go out at once. */
  private void onModuleFailure(Failure failure) {
    tell(failure);
    if (failure.isMilestone()) {
      ordered.report(EngineEvents.failed(failure));
    }
    if (isEnd(failure)) {
      ordered.report(EngineEvents.engineFailed(failure));
    }
  }

  /** In some other thread: never wait for the pipeline, which may be waiting for this thread. */
  private void onOtherFailure(Failure failure) {
    tell(failure);
    if (failure.isMilestone()) {
      inbox.offer(to -> to.report(EngineEvents.failed(failure)));
    }
    if (isEnd(failure)) {
      inbox.offer(to -> to.report(EngineEvents.engineFailed(failure)));
    }
  }

  /** Ends the run if {@code failure} is the first that is fatal. */
  private boolean isEnd(Failure failure) {
    if (!failure.isFatal() || !fatal.compareAndSet(null, failure)) {
      return false;
    }
    ordered.abandonRecords();
    stopSources();
    return true;
  }

  private void tell(Failure failure) {
    try {
      failures.onFailure(failure);
    } catch (Throwable ignored) {
      // A handler that fails must not take the engine down.
    }
  }

  /** Tells the sources to stop; returns at once. */
  public void stopSources() {
    stopping = true;
    sources.forEach(SourceRunner::stop);
    sourceThreads.forEach(Thread::interrupt);
  }

  /** Interrupts everything that still runs, to get it out of calls that block. */
  public void interruptAll() {
    sourceThreads.forEach(Thread::interrupt);
    otherThreads.forEach(Thread::interrupt);
  }

  /** Waits until all has ended. */
  public void await() throws InterruptedException {
    ended.await();
  }

  /** Waits until all has ended, but not longer than {@code limit}; tells whether it has. */
  public boolean await(Duration limit) throws InterruptedException {
    return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether the calling thread is one of the engine's own. */
  public boolean isOwnThread() {
    Thread current = Thread.currentThread();
    return sourceThreads.contains(current) || otherThreads.contains(current);
  }

  /** How it is doing. Any thread may ask. */
  public Health health() {
    return monitor.check(phase(), Optional.ofNullable(fatal.get()), statistics());
  }

  private HealthMonitor.Phase phase() {
    if (ended.getCount() == 0) {
      return HealthMonitor.Phase.ENDED;
    }
    if (stopping) {
      return HealthMonitor.Phase.CLOSING;
    }
    return started ? HealthMonitor.Phase.RUNNING : HealthMonitor.Phase.NOT_STARTED;
  }

  /** What all parts have done so far. Any thread may ask. */
  public Statistics statistics() {
    return new Statistics(
        sources.stream().map(SourceRunner::statistics).toList(),
        ordered.statistics(),
        pipeline.statistics(),
        listeners.stream().map(ListenerRunner::statistics).toList(),
        ordered.time().statistics());
  }
}
