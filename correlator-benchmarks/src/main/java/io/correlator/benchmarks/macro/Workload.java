package io.correlator.benchmarks.macro;

import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.source.Source;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.Statistics;
import io.correlator.listeners.CsvListener;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.FileSource;
import io.correlator.sources.FollowSource;
import io.correlator.sources.SyslogSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** One way of reading a log from end to end. */
enum Workload {
  /** Counts lines, with nothing of the engine: what all others are compared with. */
  SCAN(
      "bare newline scan",
      counts -> 0,
      (log, scratch, threads) -> new Outcome(NewlineScan.lines(log), Map.of())),

  /** The engine, its source and its parser, and a module that looks at nothing. */
  EMPTY("engine, empty module", counts -> 0, engine(Nothing::new, 1)),

  /** The same, of a file that is followed, and does not grow. */
  FOLLOW(
      "file followed, empty",
      counts -> 0,
      (log, scratch, threads) ->
          live(
              log,
              FollowSource.builder().path(log).start(FollowSource.Start.BEGINNING).build(),
              () -> {},
              threads)),

  /** The same, of lines that are sent over one connection; the sender counts, too. */
  TCP(
      "lines over TCP, empty",
      counts -> 0,
      (log, scratch, threads) -> {
        SyslogSource source = SyslogSource.tcp().port(0).build();
        return live(log, source, () -> send(log, source), threads);
      }),

  /** What the next one finds, found by a loop that can do nothing else. */
  LOOP("hand-written alarm", Counts::alarms, (log, scratch, threads) -> HandWrittenLoop.run(log)),

  /** One window per address, one event when it is full. */
  ALARM("engine, failure alarm", Counts::alarms, engine(() -> new FailureAlarm(false), 1)),

  /** The same windows by the operators of the API; alarms are counted and not told. */
  COUNTED(
      "alarm, no events",
      Counts::alarms,
      (log, scratch, threads) -> {
        Statistics statistics = run(log, new CountedAlarm(), 1, List.of(), threads);
        Map<String, Long> counters = statistics.modules().get(0).counters();
        return new Outcome(
            statistics.received(),
            Map.of("counted", counters.getOrDefault(CountedAlarm.ALARMS, 0L)));
      }),

  /** The same as a rule, and its alerts. */
  RULE("alarm as a rule", Counts::alarms, engine(RuleAlarm::module, 1)),

  /** The same, its state kept by key. */
  BY_KEY("alarm by key", Counts::alarms, engine(() -> new FailureAlarm(true), 1)),

  /** The same, on two partitions. */
  BY_KEY_2("alarm by key, 2 parts", Counts::alarms, engine(() -> new FailureAlarm(true), 2)),

  /** A module that takes some time for each record. */
  COSTLY("costly by key", counts -> 0, engine(() -> new CostlyModule(14), 1)),

  /** The same, on two partitions. */
  COSTLY_2("costly by key, 2 parts", counts -> 0, engine(() -> new CostlyModule(14), 2)),

  /** A module that takes five microseconds for each record. */
  HEAVY("heavy by key", counts -> 0, engine(() -> new CostlyModule(64), 1)),

  /** The same, on two partitions. */
  HEAVY_2("heavy by key, 2 parts", counts -> 0, engine(() -> new CostlyModule(64), 2)),

  /** The standard module: connections put together, and an audit event for each login. */
  SSHD("engine, sshd", Counts::sshdEvents, engine(Workload::sshd, 1)),

  /** The same, with all audit events written as CSV. */
  SSHD_CSV(
      "engine, sshd, csv",
      Counts::sshdEvents,
      (log, scratch, threads) ->
          census(log, sshd(), 1, List.of(CsvListener.into(scratch)), threads));

  static final int THRESHOLD = 5;
  static final Duration SSHD_WINDOW = Duration.ofMinutes(5);

  /** Says which year the log is from. */
  private static final Instant REFERENCE = AuthLog.BEGIN.plus(Duration.ofDays(1));

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // A function without state.
  private final ToLongFunction<Counts> expectedEvents;

  @SuppressWarnings("ImmutableEnumChecker") // A function without state.
  private final Reading reading;

  Workload(String title, ToLongFunction<Counts> expectedEvents, Reading reading) {
    this.title = title;
    this.expectedEvents = expectedEvents;
    this.reading = reading;
  }

  /** How a log is read. */
  @FunctionalInterface
  private interface Reading {
    Outcome of(Path log, Path scratch, ThreadFactory threads) throws IOException;
  }

  private static Reading engine(Supplier<Module> module, int partitions) {
    return (log, scratch, threads) -> census(log, module.get(), partitions, List.of(), threads);
  }

  /**
   * What came of a run.
   *
   * @param records how many lines were read
   * @param events how many events there were of each type
   */
  record Outcome(long records, Map<String, Long> events) {
    long eventCount() {
      return events.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** For people. */
  String title() {
    return title;
  }

  /** The name by which it is asked for. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads {@code log}.
   *
   * @param scratch a folder to write to
   * @param threads makes the threads of the engine
   */
  Outcome run(Path log, Path scratch, ThreadFactory threads) throws IOException {
    return reading.of(log, scratch, threads);
  }

  /** Whether it says of every log of sshd, whoever wrote it, what was counted in it. */
  boolean readsAnyLog() {
    return this != SSHD && this != SSHD_CSV;
  }

  /** How many events there must be in a log with these counts. */
  long expectedEvents(Counts counts) {
    return expectedEvents.applyAsLong(counts);
  }

  private static SshdModule sshd() {
    return new SshdModule(THRESHOLD, SSHD_WINDOW);
  }

  /** Counts the events, too. */
  private static Outcome census(
      Path log, Module module, int partitions, List<Listener> others, ThreadFactory threads) {
    Map<String, Long> events = new TreeMap<>();
    List<Listener> listeners = new ArrayList<>(others);
    listeners.add(
        Listener.of(
            "census", Interest.everything(), event -> events.merge(event.type(), 1L, Long::sum)));
    Statistics statistics = run(log, module, partitions, listeners, threads);
    return new Outcome(statistics.received(), events);
  }

  /** Reads what comes until all has come. */
  private static Outcome live(Path log, Source source, Meter.Work sending, ThreadFactory threads)
      throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    Correlator correlator =
        Correlator.builder()
            .source(source)
            .module(new Until(Files.size(log), done))
            .threadFactory(threads)
            .build();
    try (correlator) {
      correlator.start();
      sending.run();
      done.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a benchmark", e);
    }
    return new Outcome(checked(correlator.statistics()).received(), Map.of());
  }

  private static void send(Path log, SyslogSource source) throws IOException {
    try (FileChannel file = FileChannel.open(log);
        SocketChannel connection =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), source.localPort()))) {
      for (long at = 0; at < file.size(); ) {
        at += file.transferTo(at, file.size() - at, connection);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a benchmark", e);
    }
  }

  private static Statistics run(
      Path log, Module module, int partitions, List<Listener> listeners, ThreadFactory threads) {
    Correlator.Builder builder =
        Correlator.builder()
            .source(FileSource.builder().path(log).reference(REFERENCE).build())
            .module(module)
            .partitions(partitions)
            .threadFactory(threads);
    listeners.forEach(builder::listener);
    Correlator correlator = builder.build();
    correlator.run();
    return checked(correlator.statistics());
  }

  private static Statistics checked(Statistics statistics) {
    long errors =
        statistics.modules().stream().mapToLong(ModuleStatistics::errors).sum()
            + statistics.listeners().stream().mapToLong(ListenerStatistics::failed).sum();
    if (errors > 0 || statistics.failed() > 0 || statistics.unreadable() > 0) {
      throw new IllegalStateException("something went wrong: " + statistics);
    }
    return statistics;
  }

  /**
   * Looks at how long records are, with their line ends.
   *
   * @param bytes so many come
   */
  private record Until(long bytes, CountDownLatch done) implements Module {
    @Override
    public String name() {
      return "until";
    }

    @Override
    public Processor open(ModuleContext context) {
      long[] left = {bytes};
      return record -> {
        left[0] -= record.rawSlice().length() + 1;
        if (left[0] == 0) {
          done.countDown();
        }
      };
    }
  }

  /** Looks at nothing. */
  private record Nothing() implements Module {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> {};
    }
  }
}
