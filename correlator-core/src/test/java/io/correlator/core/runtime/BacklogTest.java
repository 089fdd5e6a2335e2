package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.core.Correlator;
import io.correlator.core.Records;
import io.correlator.core.time.TimeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was there before a live source ran comes before what is live, in any source. */
@Timeout(60)
final class BacklogTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration MOMENT = Duration.ofMillis(10);

  @TempDir Path folder;

  private volatile Instant now = START;
  private final List<LogRecord> evaluated = new CopyOnWriteArrayList<>();

  /** What a source does before it waits to be stopped. */
  @FunctionalInterface
  private interface Script {
    void run(SourceContext context) throws InterruptedException;
  }

  private record Scripted(String name, boolean hasBacklog, Script script) implements Source {
    @Override
    public void run(SourceContext context) throws InterruptedException {
      script.run(context);
      new CountDownLatch(1).await();
    }
  }

  private record Recorder(Consumer<LogRecord> records) implements Module {
    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public Processor open(ModuleContext context) {
      return records::accept;
    }
  }

  private LogRecord record(long secondsAfterStart, String message) {
    long time = START.plusSeconds(secondsAfterStart).toEpochMilli();
    return Records.at(time, secondsAfterStart, message, now);
  }

  private Correlator.Builder engine() {
    return Correlator.builder().clock(() -> now).module(new Recorder(evaluated::add));
  }

  private List<String> messages() {
    return evaluated.stream().map(LogRecord::message).toList();
  }

  private void awaitEvaluated(Correlator engine, int count) {
    while (evaluated.size() < count) {
      assertThat(engine.awaitEnd(MOMENT)).isFalse();
    }
  }

  private static void awaitReceived(Correlator engine, int source) {
    while (engine.statistics().sources().get(source).received() == 0) {
      assertThat(engine.awaitEnd(MOMENT)).isFalse();
    }
  }

  @Test
  void othersWaitAlsoWhileItIsNotOpenYet() {
    now = START.plusSeconds(100);
    CountDownLatch open = new CountDownLatch(1);
    Source behind =
        new Scripted(
            "behind",
            true,
            context -> {
              open.await();
              RecordSink backlog = context.openBacklog("all");
              backlog.accept(record(1, "old"));
              backlog.end();
            });
    Source live =
        new Scripted(
            "live",
            false,
            context -> {
              context.sink().accept(record(100, "new"));
              context.sink().flush();
            });
    try (Correlator engine = engine().source(behind).source(live).build()) {
      engine.start();
      awaitReceived(engine, 1);
      now = START.plusSeconds(110);
      assertThat(engine.awaitEnd(Duration.ofMillis(300))).isFalse();
      assertThat(messages()).isEmpty();

      open.countDown();
      awaitReceived(engine, 0);
      now = START.plusSeconds(120);
      awaitEvaluated(engine, 2);
    }

    assertThat(messages()).containsExactly("old", "new");
    assertThat(evaluated).noneMatch(record -> record.is(LogRecord.Flag.LATE));
  }

  @Test
  void whatWaitsForASlowModuleIsNotLate() {
    int slowAt = 60;
    int count = slowAt + 14;
    CountDownLatch allSent = new CountDownLatch(1);
    Source live =
        new Scripted(
            "live",
            false,
            context -> {
              for (int i = 0; i < count; i++) {
                long time = START.plusMillis(10L * i).toEpochMilli();
                context.sink().accept(Records.at(time, i, "m", Instant.ofEpochMilli(time)));
                context.sink().flush();
              }
              allSent.countDown();
            });
    Module slow =
        new Recorder(
            record -> {
              if (record.position() == slowAt) {
                awaitQuietly(allSent);
                now = START.plusSeconds(30);
              }
            });
    TimeSettings time = TimeSettings.defaults().withLateness(Duration.ofMillis(1));
    try (Correlator engine = engine().time(time).module("slow", slow).source(live).build()) {
      engine.start();
      awaitEvaluated(engine, count);
    }

    assertThat(evaluated).noneMatch(record -> record.is(LogRecord.Flag.LATE));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** For instance a file that is not followed any more. */
  @Test
  void oneThatIsNoPartOfThisRunHoldsUpNobody() {
    try (Correlator first = engine().dataDirectory(folder).source(with("x", 1, "old")).build()) {
      first.start();
      awaitReceived(first, 0);
    }
    assertThat(messages()).isEmpty();
    now = START.plusSeconds(10);

    try (Correlator second = engine().dataDirectory(folder).source(with("y", 5, "new")).build()) {
      second.start();
      while (evaluated.size() < 2) {
        assertThat(second.awaitEnd(MOMENT)).isFalse();
        now = now.plusMillis(100).isBefore(START.plusSeconds(15)) ? now.plusMillis(100) : now;
      }
    }

    assertThat(messages()).containsExactly("old", "new");
  }

  /** A source that has a backlog of that name, which it ends only if it is called y. */
  private Source with(String name, long time, String message) {
    return new Scripted(
        "source",
        true,
        context -> {
          RecordSink backlog = context.openBacklog(name);
          context.positions(() -> () -> name);
          backlog.accept(record(time, message));
          backlog.flush();
          if (name.equals("y")) {
            backlog.end();
          }
        });
  }
}
