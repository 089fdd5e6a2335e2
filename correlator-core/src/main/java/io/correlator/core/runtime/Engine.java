package io.correlator.core.runtime;

import io.correlator.api.EmittedEvent;
import io.correlator.api.config.ConfigException;
import io.correlator.api.module.Module;
import io.correlator.api.source.Source;
import io.correlator.core.delivery.DeadLetters;
import io.correlator.core.delivery.Subscription;
import io.correlator.core.fault.CrashPoint;
import io.correlator.core.message.MessageTemplates;
import io.correlator.core.message.Messages;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.pipeline.EngineEvents;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.core.snapshot.Sections;
import io.correlator.core.snapshot.SnapshotStore;
import io.correlator.core.time.TimeSettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
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

  /** How long those that were given up have to end in good order. */
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  private final Inbox inbox;
  private final List<SourceRunner> sources = new ArrayList<>();
  private final List<ListenerRunner> listeners = new ArrayList<>();
  private final List<Thread> sourceThreads = new CopyOnWriteArrayList<>();
  private final List<Thread> otherThreads = new CopyOnWriteArrayList<>();
  private final boolean closesAtEnd;
  private final CountDownLatch ended;
  private final InstantSource clock;
  private final ThreadFactory threads;
  private final FailureHandler failures;
  private final Map<String, Module> modules;
  private final PartitionCrew crew;
  private final Messages messages;
  private final Pipeline pipeline;
  private final OrderedPipeline ordered;
  private final EngineState state;
  private final DataDirectory data;
  private final Journals journals;
  private final Optional<Path> capture;
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
   * @param deadLetters where events go that a listener never took
   * @param templates of the messages of events
   * @param time how records are put in order
   * @param quarantine when a module that fails is left out
   * @param closesAtEnd whether time goes on at the end of the input for what waits for it
   * @param period of statistics
   * @param partitions how many threads evaluate records, at most
   * @param stateBytes how much the state of all modules may take
   * @param clock for times of arrival
   * @param threads makes all threads
   * @param failures told about every failure
   * @param data where state is saved; nothing is, without it
   * @param capture where all that is evaluated is written down; nothing is, without it
   */
  public record Parts(
      List<Source> sources,
      Map<String, Module> modules,
      List<Subscription> listeners,
      DeadLetters deadLetters,
      MessageTemplates templates,
      TimeSettings time,
      QuarantineSettings quarantine,
      boolean closesAtEnd,
      Duration period,
      int partitions,
      long stateBytes,
      InstantSource clock,
      ThreadFactory threads,
      FailureHandler failures,
      Optional<DataSettings> data,
      Optional<Path> capture) {}

  /** Puts the parts together; nothing is opened yet. */
  public Engine(Parts parts) {
    clock = parts.clock();
    threads = parts.threads();
    failures = parts.failures();
    messages = parts.templates().messages(this::onOtherFailure);
    modules = parts.modules();
    closesAtEnd = parts.closesAtEnd();
    boolean partitioned = modules.values().stream().anyMatch(Pipeline::canBePartitioned);
    crew = new PartitionCrew(partitioned ? parts.partitions() : 1, System::nanoTime);
    pipeline =
        new Pipeline(
            parts.period(),
            parts.stateBytes(),
            parts.quarantine(),
            crew,
            this::onModuleFailure,
            this::giveOut);
    data = new DataDirectory(parts.data(), this::snapshots);
    journals = new Journals(parts.data(), threads, this::onOtherFailure);
    monitor = new HealthMonitor(clock);
    ordered = new OrderedPipeline(pipeline, parts.time(), clock);
    inbox = new Inbox(parts.sources().size());
    ListenerRunner.Surroundings around =
        new ListenerRunner.Surroundings(
            parts.deadLetters(), this::onOtherFailure, clock, System::nanoTime, new Random());
    for (Subscription subscription : parts.listeners()) {
      listeners.add(new ListenerRunner(subscription, around));
    }
    for (Source source : parts.sources()) {
      int number = sources.size();
      sources.add(
          new SourceRunner(
              source,
              clock,
              threads,
              delivery -> inbox.put(number, delivery),
              this::onOtherFailure,
              data::saveSoon,
              () -> sourcesUp--));
    }
    sourcesUp = sources.size();
    capture = parts.capture();
    state = new EngineState(ordered, sources, listeners, new Formats(parts.sources()));
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
   * Opens modules and listeners, goes on from saved state if there is any, then starts to read.
   *
   * @throws ConfigException if something cannot be opened or restored, naming all of it; nothing
   *     runs then
   */
  public void start() {
    List<String> problems = new ArrayList<>();
    Optional<Sections> saved = data.open(problems);
    if (problems.isEmpty()) {
      journals.open(sources, state, problems);
    }
    capture.ifPresent(file -> openCapture(file, problems));
    modules.forEach((name, module) -> open(name, module, problems));
    saved.ifPresent(sections -> data.resume(() -> state.resumeListeners(sections), problems));
    if (problems.isEmpty()) {
      openListeners(problems);
    }
    if (problems.isEmpty()) {
      saved.ifPresent(sections -> data.resume(() -> restore(sections), problems));
    }
    if (!problems.isEmpty()) {
      ordered.close();
      data.close();
      listeners.stream().filter(Engine::isOpen).forEach(ListenerRunner::end);
      throw new ConfigException(problems);
    }
    started = true;
    journals.start();
    otherThreads.addAll(crew.start(threads));
    startThread("pipeline", this::drivePipeline, otherThreads);
    for (SourceRunner source : sources) {
      startThread("source-" + source.name(), source, sourceThreads);
    }
    if (fatal.get() != null) {
      // Failed before all of them were there.
      stopSources();
    }
  }

  private void openCapture(Path file, List<String> problems) {
    try {
      ordered.captureWith(CaptureTap.into(file, this::onModuleFailure));
    } catch (UncheckedIOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private Snapshots snapshots(SnapshotStore store, DataSettings settings) {
    return new Snapshots(
        store,
        settings.every(),
        System::nanoTime,
        state,
        sources,
        listeners,
        Executors.newSingleThreadExecutor(this::snapshotThread),
        problem -> onOtherFailure(new Failure(Failure.Kind.SNAPSHOT, "state", 1, problem)));
  }

  private Thread snapshotThread(Runnable runner) {
    Thread thread = threads.newThread(runner);
    thread.setName("correlator-snapshots");
    return thread;
  }

  private void restore(Sections sections) {
    CrashPoint.LISTENERS_RESTORED.reach();
    state.load(sections);
    CrashPoint.STATE_RESTORED.reach();
  }

  private void openListeners(List<String> problems) {
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
    attempt(this::finishInput);
    attempt(() -> ordered.report(EngineEvents.stopped()));
    attempt(this::saveForTheLastTime);
    attempt(journals::close);
    attempt(ordered::close);
    crew.close();
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
    data.notices().forEach(ordered::report);
    pipeline.takeChanges();
    sources.forEach(source -> source.expect(ordered.time()));
  }

  private void takeDelivery() {
    Optional<Delivery> next = inbox.take(this::isWelcome, TICK);
    next.ifPresent(delivery -> delivery.into(ordered));
    if (next.isEmpty() || ++sinceTick == DELIVERIES_PER_TICK) {
      sinceTick = 0;
      tick();
      pipeline.takeChanges();
      pipeline.takeStock();
      tellHealth();
    }
    if (inbox.isEmpty()) {
      ordered.flush();
    }
    handOver();
    CrashPoint.BATCH_EVALUATED.reach();
    data.saveIfDue();
  }

  private void tick() {
    for (int i = 0; i < sources.size(); i++) {
      sources.get(i).isBehind(!inbox.isEmpty(i));
    }
    ordered.tick();
  }

  /** Stopped with its state saved, a run is only interrupted: what waits goes on waiting. */
  private void finishInput() {
    if (!data.isOpen() || !stopping) {
      ordered.finish(closesAtEnd && !stopping);
    }
    handOver();
  }

  /** State of which nobody knows how sound it is, is not saved: the run before goes on. */
  private void saveForTheLastTime() {
    if (fatal.get() == null) {
      data.saveAndClose();
    } else {
      data.close();
    }
  }

  private void tellHealth() {
    Health now = health();
    if (now.status() != health && now.status() != Health.Status.STOPPING) {
      ordered.report(EngineEvents.healthChanged(health, now));
      health = now.status();
    }
  }

  private void handOver() {
    listeners.forEach(ListenerRunner::handOver);
    listeners.forEach(listener -> listener.tellLosses(ordered::report));
  }

  /**
   * Who is ahead waits while many records wait to be put in order; not at the end of a run, when
   * those that are behind may never catch up.
   */
  private boolean isWelcome(int source) {
    return stopping || !ordered.time().isCrowded() || sources.get(source).holdsBack();
  }

  private void giveOut(EmittedEvent bare) {
    EmittedEvent event = messages.attach(bare);
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

  /**
   * Tells the sources to stop, and the listeners not to wait with their next attempt; returns at
   * once.
   */
  public void stopSources() {
    stopping = true;
    sources.forEach(SourceRunner::stop);
    sourceThreads.forEach(Thread::interrupt);
    listeners.forEach(ListenerRunner::hurry);
  }

  /**
   * Gives up what the listeners have not delivered: it becomes dead letters. Interrupts everything
   * that still runs, to get it out of calls that block, and waits a moment for it to end.
   */
  public void giveUp() throws InterruptedException {
    listeners.forEach(ListenerRunner::giveUp);
    sourceThreads.forEach(Thread::interrupt);
    otherThreads.forEach(Thread::interrupt);
    try {
      boolean unused = await(LAST_MOMENT);
    } finally {
      listeners.forEach(ListenerRunner::abandon);
    }
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
