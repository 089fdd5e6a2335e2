package io.correlator.core;

import static java.util.Objects.requireNonNull;

import io.correlator.api.config.ConfigException;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.source.Source;
import io.correlator.core.config.Blueprint;
import io.correlator.core.delivery.DeadLetterFile;
import io.correlator.core.delivery.DeadLetters;
import io.correlator.core.delivery.Subscription;
import io.correlator.core.journal.Disk;
import io.correlator.core.journal.JournalSettings;
import io.correlator.core.message.MessageTemplates;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.pipeline.KeyGroups;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.core.plugin.Plugins;
import io.correlator.core.runtime.DataSettings;
import io.correlator.core.runtime.Engine;
import io.correlator.core.time.TimeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log correlation engine: sources bring records, modules find events in them, listeners act on
 * the events.
 *
 * <pre>{@code
 * Correlator.builder()
 *     .source(FileSource.of(Path.of("/var/log/auth.log")))
 *     .module(new SshdModule())
 *     .listener(CsvListener.into(Path.of("audit")))
 *     .build()
 *     .run();
 * }</pre>
 *
 * <p>An engine runs once. Its methods may be called from any thread. It has one thread per source,
 * one for all modules, and one per listener; no failure of a plug-in ends any of them.
 */
public final class Correlator implements AutoCloseable {
  /** The problem of an engine that has no source; see {@link ConfigException#problems()}. */
  public static final String NO_SOURCE = "there is no source: add one with source(...)";

  private static final Logger LOG = LoggerFactory.getLogger("io.correlator.engine");

  private final Engine engine;
  private final Duration closeTimeout;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean running;

  private Correlator(Engine engine, Duration closeTimeout) {
    this.engine = engine;
    this.closeTimeout = closeTimeout;
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Opens modules and listeners and starts reading.
   *
   * @throws ConfigException if modules or listeners cannot be opened; nothing runs then
   * @throws IllegalStateException if it was started or closed before
   */
  public void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("an engine runs once: build another one");
    }
    engine.start();
    running = true;
    if (closing.get()) {
      engine.stopSources();
    }
  }

  /**
   * Starts, and waits until all sources have ended and all listeners have what they asked for. If
   * the calling thread is interrupted, the engine is closed and the thread stays interrupted.
   *
   * @throws ConfigException if modules or listeners cannot be opened; nothing runs then
   * @throws IllegalStateException if it was started or closed before
   */
  public void run() {
    start();
    awaitEnd();
  }

  /**
   * Waits until all sources have ended and all listeners have what they asked for. If the calling
   * thread is interrupted, the engine is closed and the thread stays interrupted.
   *
   * @throws IllegalStateException if it was not started
   */
  public void awaitEnd() {
    if (!running) {
      throw new IllegalStateException("the engine was not started");
    }
    try {
      engine.await();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * As {@link #awaitEnd()}, but waits no longer than {@code limit}.
   *
   * @return whether the engine has ended
   * @throws IllegalStateException if it was not started
   */
  public boolean awaitEnd(Duration limit) {
    if (!running) {
      throw new IllegalStateException("the engine was not started");
    }
    try {
      return engine.await(limit);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Stops the sources, lets the modules see what was read and the listeners what was found, and
   * waits for that, at most as long as the close timeout. What listeners have not taken by then
   * becomes dead letters, or is counted as dropped if none are kept. May be called more than once
   * and from any thread; called from a listener or another thread of the engine it returns at once,
   * and the engine ends soon after.
   */
  @Override
  public void close() {
    boolean first = closing.compareAndSet(false, true);
    if (!started.getAndSet(true) || !running) {
      return;
    }
    if (first) {
      engine.stopSources();
    }
    if (!engine.isOwnThread()) {
      awaitClose();
    }
  }

  private void awaitClose() {
    boolean interrupted = Thread.interrupted();
    try {
      if (!engine.await(closeTimeout)) {
        LOG.warn(
            "still running {} after close: giving up what is not delivered; {}",
            closeTimeout,
            engine.statistics().listeners());
        engine.giveUp();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How the engine is doing, and why. May be called from any thread, also from a listener; to be
   * asked by health probes, it costs about as much as {@link #statistics()}.
   */
  public Health health() {
    return engine.health();
  }

  /** What all parts have done so far. */
  public Statistics statistics() {
    return engine.statistics();
  }

  /**
   * Assembles an engine. For one thread. Defaults:
   *
   * <ul>
   *   <li>plug-ins found by name: those on the class path and the module path
   *   <li>messages: from the templates that come with the modules
   *   <li>statistics: every day at midnight UTC, and at the end
   *   <li>time: {@link TimeSettings#defaults()}
   *   <li>end of the input: what waits for time stays undecided
   *   <li>partitions: 1
   *   <li>state of all modules: 64 MiB
   *   <li>modules that fail all the time: left out, see {@link QuarantineSettings#defaults()}
   *   <li>failures of plug-ins: logged through SLF4J
   *   <li>threads: ordinary ones that keep the JVM alive
   *   <li>clock: the system's; used for times of arrival only
   *   <li>dead letters: not kept
   *   <li>capture: none
   *   <li>close timeout: 30 seconds
   * </ul>
   */
  public static final class Builder {
    private static final long LEAST_STATE_BYTES = 1 << 20;

    private final List<Source> sources = new ArrayList<>();
    private @Nullable Plugins plugins;
    private final Blueprint blueprint = new Blueprint(this::plugins);
    private TimeSettings time = TimeSettings.defaults();
    private Optional<Path> messages = Optional.empty();
    private QuarantineSettings quarantine = QuarantineSettings.defaults();
    private boolean closesAtEnd;
    private Duration statisticsPeriod = Pipeline.DAY;
    private int partitions = 1;
    private long stateBytes = Pipeline.STATE_BYTES;
    private @Nullable Path deadLetters;
    private @Nullable Path dataDirectory;
    private @Nullable Path capture;
    private Duration snapshotEvery = DataSettings.DEFAULT_EVERY;
    private long journalBytes = JournalSettings.defaults().mostBytes();
    private Duration journalForcedEvery = JournalSettings.defaults().forceEvery();
    private Duration closeTimeout = Duration.ofSeconds(30);
    private InstantSource clock = InstantSource.system();
    private ThreadFactory threadFactory = Executors.defaultThreadFactory();
    private FailureHandler failureHandler = FailureHandler.logging();

    private Builder() {}

    private Plugins plugins() {
      Plugins known = plugins;
      if (known == null) {
        known = Plugins.available();
        plugins = known;
      }
      return known;
    }

    /** Where names are looked up from now on. */
    public Builder plugins(Plugins plugins) {
      this.plugins = requireNonNull(plugins, "plugins");
      return this;
    }

    /** Adds a source. */
    public Builder source(Source source) {
      sources.add(requireNonNull(source, "source"));
      return this;
    }

    /** Adds a module behind those added before. */
    public Builder module(Module module) {
      return module(module.name(), module);
    }

    /** Adds a module under another name than its own: to have it twice with different options. */
    public Builder module(String name, Module module) {
      blueprint.module(requireNonNull(name, "name"), requireNonNull(module, "module"));
      return this;
    }

    /**
     * Adds the module that is installed under {@code name}, with options as a person writes them.
     */
    public Builder module(String name, Map<String, String> options) {
      blueprint.module(name, options);
      return this;
    }

    /** Adds a listener, which events reach as it {@linkplain Listener#delivery() declares}. */
    public Builder listener(Listener listener) {
      blueprint.listener(Subscription.of(requireNonNull(listener, "listener")));
      return this;
    }

    /**
     * Adds a listener, which events reach as {@code delivery} says. To change only part of what the
     * listener declares, start from {@link Listener#delivery()}.
     */
    public Builder listener(Listener listener, DeliverySettings delivery) {
      blueprint.listener(new Subscription(listener, delivery));
      return this;
    }

    /**
     * Keeps the events that a listener never took in a file, one JSON object a line, from which
     * they can be read again ({@link io.correlator.core.delivery.DeadLetterFile}). Without it they
     * are only counted.
     */
    public Builder deadLetters(Path file) {
      this.deadLetters = requireNonNull(file, "file");
      return this;
    }

    /**
     * Adds the listener that is installed under {@code name}, with options: its own, and {@code
     * queue}, {@code overflow}, {@code guarantee} and {@code attempts}, which say how events reach
     * it.
     */
    public Builder listener(String name, Map<String, String> options) {
      blueprint.listener(name, options);
      return this;
    }

    /**
     * A folder with templates of messages, {@code TYPE.txt.ftl} and {@code TYPE.html.ftl}. They win
     * over those that come with the modules.
     */
    public Builder messages(Path folder) {
      this.messages = Optional.of(folder);
      return this;
    }

    /** How records are put in the order of their times, and which times are believed. */
    public Builder time(TimeSettings time) {
      this.time = requireNonNull(time, "time");
      return this;
    }

    /** When a module that fails is left out, and for how long. */
    public Builder quarantine(QuarantineSettings quarantine) {
      this.quarantine = requireNonNull(quarantine, "quarantine");
      return this;
    }

    /**
     * Decides at the end of the input what only time would have decided: when all sources have
     * ended by themselves, time goes on without records until nothing waits for it any more. What
     * is missing by then is reported as absent, open alerts are closed, and whatever is found says
     * that the input had ended ({@link io.correlator.api.state.Firing.Flag#AT_END}). Without it,
     * such keys stay undecided and are counted ({@link
     * io.correlator.core.monitor.ModuleStatistics#undetermined()}): an engine that had gone on
     * might have seen what they wait for. Not with a {@linkplain #dataDirectory data directory},
     * since a later run goes on there.
     */
    public Builder closeAtEnd() {
      this.closesAtEnd = true;
      return this;
    }

    /**
     * How long a period of statistics is, in event time. Periods are aligned to 1970-01-01T00:00Z,
     * so that days begin at midnight UTC.
     */
    public Builder statisticsEvery(Duration period) {
      this.statisticsPeriod = requireNonNull(period, "period");
      return this;
    }

    /**
     * How many threads evaluate records at most, 1 to 16; 1 unless told otherwise. More than one
     * are of use if there is a module that keeps its state {@linkplain Module#partitionKey() by a
     * key} and has a lot to do for each record. The events, their order and their ids are the same,
     * and a snapshot goes on with any number.
     */
    public Builder partitions(int partitions) {
      this.partitions = partitions;
      return this;
    }

    /**
     * How many bytes the state of all modules may take together, from 1 MiB on; 64 MiB unless told
     * otherwise. What is beyond it is pushed out, farthest from firing first, and counted in the
     * statistics of the module. For an instant, twice as much may be in use.
     */
    public Builder stateBytes(long bytes) {
      this.stateBytes = bytes;
      return this;
    }

    /**
     * Saves the engine's state in {@code directory} now and then and at the end, and goes on from
     * there when another engine is started with it, also after a crash: sources at their positions,
     * modules with their state, and listeners whose targets can be put back, such as CSV files,
     * with exactly what belongs to that state. The directory belongs to one engine at a time; it is
     * made if it is not there. Without it, the engine writes nothing to disk.
     *
     * <p>What comes from a source that cannot read it {@linkplain Source#isRepeatable again}, such
     * as a server, is first written to a journal in that directory, and then evaluated: so it
     * survives the process, too. While that is not possible, because the disk is full or fails, the
     * source takes nothing, and the engine is {@link Health.Status#DOWN}.
     *
     * <p>Closed with a data directory, an engine does not bring its input to an end: records that
     * wait to be put in order, and timers, wait for the next run.
     */
    public Builder dataDirectory(Path directory) {
      this.dataDirectory = requireNonNull(directory, "directory");
      return this;
    }

    /** How long after one snapshot the next is due; 10 seconds unless told otherwise. */
    public Builder snapshotEvery(Duration every) {
      this.snapshotEvery = requireNonNull(every, "every");
      return this;
    }

    /**
     * With a {@linkplain #dataDirectory data directory}: how many bytes of journals there may be,
     * about, from 1 MiB on; 1 GiB unless told otherwise. They hold what has come since the third
     * last snapshot. When there are more, because no snapshots are made or the disk is slow,
     * sources with a journal take nothing until there are fewer.
     */
    public Builder journalBytes(long bytes) {
      this.journalBytes = bytes;
      return this;
    }

    /**
     * With a {@linkplain #dataDirectory data directory}: how long after it was taken something is
     * on the disk, so that it also survives a loss of power; 200 milliseconds unless told
     * otherwise. Zero: before it is evaluated, which costs some milliseconds for each batch. {@code
     * ChronoUnit.FOREVER.getDuration()}: when the system likes, even where a sender waits for an
     * answer. What survives the end of the process does not depend on it: that is all.
     */
    public Builder journalForcedEvery(Duration every) {
      this.journalForcedEvery = requireNonNull(every, "every");
      return this;
    }

    /**
     * Writes all that the modules see into a capture: every record, with the time that was decided
     * for it, and the time that passed when nothing came. Replaying it gives the same events of
     * modules, with the same ids. A capture that is already there is continued.
     *
     * <p>What cannot be written because the disk fails is a failure that is told, and the engine
     * goes on. Records that an engine evaluates again after a crash are captured again.
     */
    public Builder capture(Path file) {
      this.capture = requireNonNull(file, "file");
      return this;
    }

    /** The clock for times of arrival. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** Makes the engine's threads; their names are set by the engine. */
    public Builder threadFactory(ThreadFactory threadFactory) {
      this.threadFactory = requireNonNull(threadFactory, "threadFactory");
      return this;
    }

    /** Told about every failure of a plug-in. */
    public Builder failureHandler(FailureHandler failureHandler) {
      this.failureHandler = requireNonNull(failureHandler, "failureHandler");
      return this;
    }

    /** How long {@link Correlator#close()} waits at most. */
    public Builder closeTimeout(Duration closeTimeout) {
      this.closeTimeout = requireNonNull(closeTimeout, "closeTimeout");
      return this;
    }

    /**
     * The engine; nothing is open and nothing runs yet. A builder makes one engine.
     *
     * @throws ConfigException with every mistake in what was added
     */
    public Correlator build() {
      if (sources.isEmpty()) {
        blueprint.reject(NO_SOURCE);
      }
      if (snapshotEvery.isNegative() || snapshotEvery.isZero()) {
        blueprint.reject("snapshotEvery: must be positive, was " + snapshotEvery);
      }
      if (statisticsPeriod.toMillis() < 1) {
        blueprint.reject("statisticsEvery: must be 1 ms or longer, was " + statisticsPeriod);
      }
      if (journalBytes < JournalSettings.LEAST_BYTES) {
        blueprint.reject(
            "journalBytes: must be %d (1 MiB) or more, was %d"
                .formatted(JournalSettings.LEAST_BYTES, journalBytes));
      }
      if (journalForcedEvery.isNegative()) {
        blueprint.reject("journalForcedEvery: must not be negative, was " + journalForcedEvery);
      }
      if (closesAtEnd && dataDirectory != null) {
        blueprint.reject(
            "closeAtEnd: a later run goes on with the state in "
                + dataDirectory
                + ", so its input has no end: use one or the other");
      }
      if (partitions < 1 || partitions > KeyGroups.COUNT) {
        blueprint.reject(
            "partitions: must be 1 to %d, was %d".formatted(KeyGroups.COUNT, partitions));
      }
      if (stateBytes < LEAST_STATE_BYTES) {
        blueprint.reject(
            "stateBytes: must be %d (1 MiB) or more, was %d"
                .formatted(LEAST_STATE_BYTES, stateBytes));
      }
      DeadLetters kept = openDeadLetters();
      MessageTemplates templates = MessageTemplates.load(messages, blueprint.loaders());
      templates.problems().forEach(blueprint::reject);
      blueprint.check();
      Engine engine =
          new Engine(
              new Engine.Parts(
                  sources,
                  blueprint.modules(),
                  blueprint.listeners(),
                  kept,
                  templates,
                  time,
                  quarantine,
                  closesAtEnd,
                  statisticsPeriod,
                  partitions,
                  stateBytes,
                  clock,
                  threadFactory,
                  failureHandler,
                  Optional.ofNullable(dataDirectory)
                      .map(
                          directory ->
                              new DataSettings(
                                  directory,
                                  snapshotEvery,
                                  new JournalSettings(journalBytes, journalForcedEvery),
                                  Disk.REAL)),
                  Optional.ofNullable(capture)));
      return new Correlator(engine, closeTimeout);
    }

    private DeadLetters openDeadLetters() {
      if (deadLetters == null) {
        return DeadLetters.none();
      }
      DeadLetterFile file = DeadLetterFile.at(deadLetters);
      try {
        file.check();
      } catch (IOException e) {
        blueprint.reject("deadLetters: cannot write to %s: %s".formatted(deadLetters, e));
      }
      return file;
    }
  }
}
