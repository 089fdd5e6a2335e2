package io.correlator.sources;

import io.correlator.api.LogRecord;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link SyslogSource} that runs, with a test in the place of the engine and of time. */
final class RunningSource implements AutoCloseable {
  final SyslogSource source;
  final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
  final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(FakeSourceContext.NOW);
  private final Thread thread;
  private final Context context;
  private volatile boolean closing;

  RunningSource(SyslogSource source) throws InterruptedException {
    this(source, null);
  }

  /** Goes on from a position that a run before has told. */
  RunningSource(SyslogSource source, @Nullable String resumeFrom) throws InterruptedException {
    this.source = source;
    this.context = new Context(resumeFrom);
    this.thread = new Thread(this::run, "source under test");
    thread.start();
    source.localPort();
  }

  private void run() {
    try {
      source.run(context);
    } catch (InterruptedException e) {
      // It was told to.
    } catch (IOException e) {
      if (!closing) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What the source takes for the engine. */
  private final class Context extends FakeSourceContext {
    private final @Nullable String resumeFrom;
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean takesItsTime;
    private volatile Supplier<SourcePosition> positions = () -> () -> "none";

    Context(@Nullable String resumeFrom) {
      this.resumeFrom = resumeFrom;
    }

    @Override
    public void accept(LogRecord record) throws InterruptedException {
      RunningSource.this.records.add(record);
      if (takesItsTime) {
        never.await();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void unreadable(String input, String reason) {
      news.add(reason);
    }

    @Override
    public Optional<String> resumeFrom() {
      return Optional.ofNullable(resumeFrom);
    }

    @Override
    public void positions(Supplier<SourcePosition> current) {
      positions = current;
    }

    @Override
    public InstantSource clock() {
      return now::get;
    }
  }

  /** Whether the engine takes no second record, until the source is stopped. */
  void takesItsTime(boolean slow) {
    context.takesItsTime = slow;
  }

  /** Where the source says that it stands. */
  String position() {
    return context.positions.get().text();
  }

  long dropped(DropReason reason) {
    return context.dropped.getOrDefault(reason, 0L);
  }

  Socket connect() throws IOException, InterruptedException {
    return new Socket(InetAddress.getLoopbackAddress(), source.localPort());
  }

  /** Lets time pass at once; the source sees it when it looks next. */
  void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /** Lets time pass, and the source look now and then. */
  void pass(Duration time) throws IOException, InterruptedException {
    Duration step = Duration.ofSeconds(5);
    for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(step)) {
      advance(left.compareTo(step) < 0 ? left : step);
      try (Socket visitor = connect()) {
        visitor.shutdownOutput();
        visitor.getInputStream().read();
      }
    }
  }

  /** Waits until all connections have ended. */
  void awaitNobody() throws InterruptedException {
    while (source.connections() > 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Thread.onSpinWait();
    }
  }

  /** Says that it shall stop, and does not wait until it has. */
  void stop() {
    closing = true;
    thread.interrupt();
  }

  String next() throws InterruptedException {
    return take().raw();
  }

  LogRecord take() throws InterruptedException {
    LogRecord record = records.poll(20, TimeUnit.SECONDS);
    if (record == null) {
      throw new AssertionError("nothing came; faults: %s %s".formatted(source.faults(), news));
    }
    return record;
  }

  List<String> next(int count) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(next());
    }
    return texts;
  }

  /** What is there when it has stopped, and all senders have ended their connections. */
  List<String> rest() throws InterruptedException {
    if (!closing) {
      stop();
    }
    thread.join();
    return next(records.size());
  }

  @Override
  public void close() {
    if (!closing) {
      stop();
    }
    try {
      while (thread.isAlive()) {
        // It does not wait for senders for ever.
        advance(Duration.ofSeconds(1));
        thread.join(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
