package io.correlator.testkit;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.config.Config;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Detector;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StagedModule;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.ReplaySink;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Breaks parts of an engine on purpose: parts that throw, that block, that are slow. A part that is
 * wrapped does what it did, but before a call reaches it, the fault strikes: in a module before
 * each record, event, hit and period; in a listener before each event and flush; in a source before
 * each record it hands over; in a format before each line. A module with keys keeps them, and its
 * partition key or its detector is left alone.
 *
 * <pre>{@code
 * Faults faults = Faults.throwing(0.5, seed);
 * correlator.module(faults.in(new SshdModule())).listener(faults.in(listener));
 * ...
 * assertThat(statistics.errors()).isEqualTo(faults.count());
 * }</pre>
 *
 * <p>Each part, and each group of keys of a module, draws from a random sequence of its own, made
 * from the seed and its number, so the same seed breaks the same calls, on any number of
 * partitions. May be used by any thread.
 */
public final class Faults {
  private final Kind kind;
  private final double share;
  private final Function<String, ? extends Throwable> thrown;
  private final Duration delay;
  private final long seed;
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger parts = new AtomicInteger();
  private final AtomicLong count = new AtomicLong();

  private Faults(
      Kind kind,
      double share,
      Function<String, ? extends Throwable> thrown,
      Duration delay,
      long seed) {
    this.kind = kind;
    this.share = share;
    this.thrown = thrown;
    this.delay = delay;
    this.seed = seed;
  }

  private enum Kind {
    THROWING,
    BLOCKING,
    SLOW
  }

  /**
   * A share of all calls throws an {@link InjectedFault}.
   *
   * @param share from 0, none, to 1, all of them
   */
  public static Faults throwing(double share, long seed) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: must be 0 to 1, was " + share);
    }
    return new Faults(Kind.THROWING, share, InjectedFault::new, Duration.ZERO, seed);
  }

  /** Every call waits until {@link #release} or until its thread is interrupted. */
  public static Faults blocking() {
    return new Faults(Kind.BLOCKING, 1, InjectedFault::new, Duration.ZERO, 0);
  }

  /** Every call takes this much longer, in real time. */
  public static Faults slow(Duration delay) {
    return new Faults(Kind.SLOW, 1, InjectedFault::new, requireNonNull(delay, "delay"), 0);
  }

  /** The same, throwing what {@code what} makes; for parts that throw. */
  public Faults with(Supplier<? extends Throwable> what) {
    requireNonNull(what, "what");
    return new Faults(kind, share, part -> what.get(), delay, seed);
  }

  /** How many calls were struck so far. */
  public long count() {
    return count.get();
  }

  /** Lets everything go on that is blocked, for ever. */
  public void release() {
    released.countDown();
  }

  /** Strikes the calls of one part. */
  private final class Striker {
    private final String part;
    private final SplittableRandom random = new SplittableRandom(seed + parts.getAndIncrement());

    Striker(String part) {
      this.part = part;
    }

    synchronized boolean isStruck() {
      return random.nextDouble() < share;
    }

    void strike() throws Exception {
      if (!isStruck()) {
        return;
      }
      count.incrementAndGet();
      switch (kind) {
        case THROWING -> throwFault();
        case BLOCKING -> released.await();
        case SLOW -> pause();
      }
    }

    /** Nobody counts this latch down: it is a pause that an interrupt ends. */
    private void pause() throws InterruptedException {
      boolean never = new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS);
      assert !never;
    }

    private void throwFault() throws Exception {
      Throwable fault = thrown.apply(part);
      if (fault instanceof Error error) {
        throw error;
      }
      throw (Exception) fault;
    }

    /** For calls that may not throw checked exceptions. */
    void strikeUnchecked() {
      try {
        strike();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The module, broken. Opening it works. */
  public Module in(Module module) {
    return module instanceof StagedModule<?> staged
        ? new BrokenStagedModule<>(staged)
        : new BrokenModule(module);
  }

  /** The listener, broken. Opening and closing it works, and so does asking where it stands. */
  public Listener in(Listener listener) {
    return new BrokenListener(listener);
  }

  /** The source, broken. */
  public Source in(Source source) {
    return new BrokenSource(source);
  }

  /** The format, with parsers that are broken, which no parser may be. */
  public RecordFormat in(RecordFormat format) {
    return new BrokenFormat(format);
  }

  /** What a broken module has of the sound one. */
  private abstract class Broken<M extends Module> implements Module {
    final M module;

    Broken(M module) {
      this.module = requireNonNull(module, "module");
    }

    @Override
    public String name() {
      return module.name();
    }

    @Override
    public String description() {
      return module.description();
    }

    @Override
    public Module configure(Config config) {
      return in(module.configure(config));
    }
  }

  private final class BrokenModule extends Broken<Module> {
    BrokenModule(Module module) {
      super(module);
    }

    @Override
    public Optional<PartitionKey> partitionKey() {
      return module.partitionKey();
    }

    @Override
    public Processor open(ModuleContext context) throws Exception {
      return new BrokenProcessor(module.open(context), new Striker("module " + name()));
    }
  }

  private record BrokenProcessor(Processor processor, Striker striker) implements Processor {
    @Override
    public void onRecord(LogRecord record) throws Exception {
      striker.strike();
      processor.onRecord(record);
    }

    @Override
    public void onEvent(EmittedEvent event) throws Exception {
      striker.strike();
      processor.onEvent(event);
    }

    @Override
    public void onStatistics(StatisticsPeriod period) throws Exception {
      striker.strike();
      processor.onStatistics(period);
    }

    @Override
    public void close() throws Exception {
      processor.close();
    }
  }

  private final class BrokenStagedModule<H> extends Broken<StagedModule<H>>
      implements StagedModule<H> {
    BrokenStagedModule(StagedModule<H> module) {
      super(module);
    }

    @Override
    public Detector<H> openDetector() {
      return module.openDetector();
    }

    @Override
    public KeyedProcessor<H> open(ModuleContext context) throws Exception {
      return new BrokenKeyedProcessor<>(module.open(context), new Striker("module " + name()));
    }
  }

  private record BrokenKeyedProcessor<H>(KeyedProcessor<H> processor, Striker striker)
      implements KeyedProcessor<H> {
    @Override
    public void onHit(LogRecord record, Slice key, H hit) throws Exception {
      striker.strike();
      processor.onHit(record, key, hit);
    }

    @Override
    public void onHit(EmittedEvent event, Slice key, H hit) throws Exception {
      striker.strike();
      processor.onHit(event, key, hit);
    }

    @Override
    public void onStatistics(StatisticsPeriod period) throws Exception {
      striker.strike();
      processor.onStatistics(period);
    }

    @Override
    public void close() throws Exception {
      processor.close();
    }
  }

  private final class BrokenListener implements Listener {
    private final Listener listener;
    private final Striker striker;

    BrokenListener(Listener listener) {
      this.listener = requireNonNull(listener, "listener");
      this.striker = new Striker("listener " + listener.name());
    }

    @Override
    public String name() {
      return listener.name();
    }

    @Override
    public String description() {
      return listener.description();
    }

    @Override
    public Interest interest() {
      return listener.interest();
    }

    @Override
    public DeliverySettings delivery() {
      return listener.delivery();
    }

    @Override
    public Listener configure(Config config) {
      return new BrokenListener(listener.configure(config));
    }

    @Override
    public void restore(String position) throws Exception {
      listener.restore(position);
    }

    @Override
    public void open() throws Exception {
      listener.open();
    }

    @Override
    public void accept(EmittedEvent event) throws Exception {
      striker.strike();
      listener.accept(event);
    }

    @Override
    public void flush() throws Exception {
      striker.strike();
      listener.flush();
    }

    @Override
    public Optional<String> position() throws Exception {
      return listener.position();
    }

    @Override
    public void close() throws Exception {
      listener.close();
    }
  }

  private final class BrokenSource implements Source {
    private final Source source;

    BrokenSource(Source source) {
      this.source = requireNonNull(source, "source");
    }

    @Override
    public String name() {
      return source.name();
    }

    @Override
    public boolean isLive() {
      return source.isLive();
    }

    @Override
    public boolean hasBacklog() {
      return source.hasBacklog();
    }

    @Override
    public boolean isRepeatable() {
      return source.isRepeatable();
    }

    @Override
    public List<RecordFormat> formats() {
      return source.formats();
    }

    @Override
    public void run(SourceContext context) throws Exception {
      source.run(new BrokenContext(context, new Striker("source " + name())));
    }
  }

  private record BrokenContext(SourceContext context, Striker striker) implements SourceContext {
    @Override
    public RecordSink sink() {
      return new BrokenSink(context.sink(), striker);
    }

    @Override
    public RecordSink openBacklog(String name) {
      return new BrokenSink(context.openBacklog(name), striker);
    }

    @Override
    public RecordSink openFile(String name) {
      return new BrokenSink(context.openFile(name), striker);
    }

    @Override
    public ReplaySink openReplay(String name) {
      return context.openReplay(name);
    }

    @Override
    public RecordSink openPipe(String name) {
      return new BrokenSink(context.openPipe(name), striker);
    }

    @Override
    public Optional<String> resumeFrom() {
      return context.resumeFrom();
    }

    @Override
    public void positions(Supplier<SourcePosition> current) {
      context.positions(current);
    }

    @Override
    public boolean handOver(List<LogRecord> records, String note) {
      return context.handOver(records, note);
    }

    @Override
    public List<String> notes() {
      return context.notes();
    }

    @Override
    public void force() throws IOException {
      context.force();
    }

    @Override
    public InstantSource clock() {
      return context.clock();
    }

    @Override
    public Executor workers() {
      return context.workers();
    }

    @Override
    public void dropped(DropReason reason, long count) {
      context.dropped(reason, count);
    }

    @Override
    public void unreadable(String input, String reason) {
      context.unreadable(input, reason);
    }

    @Override
    public void progress(long done, long total) {
      context.progress(done, total);
    }
  }

  private record BrokenSink(RecordSink sink, Striker striker) implements RecordSink {
    @Override
    public void accept(LogRecord record) throws InterruptedException {
      striker.strikeUnchecked();
      sink.accept(record);
    }

    @Override
    public void flush() throws InterruptedException {
      sink.flush();
    }

    @Override
    public void end() {
      sink.end();
    }
  }

  private final class BrokenFormat implements RecordFormat {
    private final RecordFormat format;

    BrokenFormat(RecordFormat format) {
      this.format = requireNonNull(format, "format");
    }

    @Override
    public String name() {
      return format.name();
    }

    @Override
    public String description() {
      return format.description();
    }

    @Override
    public RecordParser open(FormatContext context) {
      RecordParser parser = format.open(context);
      Striker striker = new Striker("format " + name());
      return (block, from, to, header) -> {
        striker.strikeUnchecked();
        parser.parse(block, from, to, header);
      };
    }

    @Override
    public Fields fields(LogRecord record) {
      return format.fields(record);
    }
  }
}
