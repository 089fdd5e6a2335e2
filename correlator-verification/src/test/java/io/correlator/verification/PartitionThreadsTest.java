package io.correlator.verification;

import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.Health;
import io.correlator.testkit.LinesSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads evaluate records; whatever happens to the engine, they end with it. */
@Timeout(60)
final class PartitionThreadsTest {
  private static final int LINES = 20_000;
  private static final int PARTITIONS = 4;

  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final AtomicInteger events = new AtomicInteger();
  private final AtomicReference<Correlator> engine = new AtomicReference<>();

  /** What a module does with a record, in whatever thread. */
  @FunctionalInterface
  private interface Work {
    void with(LogRecord record) throws Exception;
  }

  private record Keyed(Work work) implements Module {
    @Override
    public String name() {
      return "keyed";
    }

    @Override
    public Optional<PartitionKey> partitionKey() {
      return Optional.of(LogRecord::rawSlice);
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> {
        work.with(record);
        context.emit(Event.notice("Seen").evidence(record));
      };
    }
  }

  private Correlator build(Work work) {
    Correlator built =
        Correlator.builder()
            .partitions(PARTITIONS)
            .threadFactory(this::thread)
            .failureHandler(failure -> {})
            .closeTimeout(Duration.ofMillis(200))
            .source(LinesSource.of("lines", lines()))
            .module(new Keyed(work))
            .listener(
                Listener.of(
                    "counting", Interest.inTypes("Seen"), event -> events.incrementAndGet()))
            .build();
    engine.set(built);
    return built;
  }

  private static List<String> lines() {
    return IntStream.range(0, LINES).mapToObj(number -> "line " + number).toList();
  }

  private Thread thread(Runnable runner) {
    Thread thread = new Thread(runner);
    threads.add(thread);
    return thread;
  }

  private void assertThatNoThreadIsLeft() throws InterruptedException {
    assertThat(threads).hasSizeGreaterThan(PARTITIONS);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void areSeveralAndEachRecordIsSeenByOneOfThem() throws Exception {
    Set<Thread> working = ConcurrentHashMap.newKeySet();
    CountDownLatch two = new CountDownLatch(2);
    Correlator built =
        build(
            record -> {
              if (working.add(Thread.currentThread())) {
                // Whoever is the first does not take all there is before another comes.
                two.countDown();
                two.await();
              }
            });

    built.run();

    assertThat(working)
        .hasSizeBetween(2, PARTITIONS)
        .allMatch(thread -> thread.getName().matches("correlator-(pipeline|partition-[1-3])"));
    assertThat(events).hasValue(LINES);
    assertThatLedger(built).isBalanced();
    assertThatNoThreadIsLeft();
  }

  @Test
  void endWhenTheEngineIsClosedWhileTheyWork() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    Correlator built = build(record -> working.countDown());

    built.start();
    working.await();
    built.close();

    assertThatLedger(built).isBalanced();
    assertThatNoThreadIsLeft();
  }

  @Test
  void endWhenTheyAreStuckUntilTheyAreInterrupted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Correlator built =
        build(
            record -> {
              if (calls.getAndIncrement() == 0) {
                stuck.countDown();
                never.await();
              }
            });

    built.start();
    stuck.await();
    built.close();

    assertThatNoThreadIsLeft();
    assertThatLedger(built).isBalanced();
    assertThat(built.statistics().modules().get(0).errors()).isPositive();
  }

  @Test
  void endInGoodOrderWhenThereIsNoMemoryLeftForOneOfThem() throws Exception {
    Correlator built =
        build(
            record -> {
              if (record.raw().equals("line 100")) {
                throw new OutOfMemoryError("planted");
              }
            });

    built.run();

    assertThatNoThreadIsLeft();
    assertThat(built.health().status()).isEqualTo(Health.Status.DOWN);
    assertThat(built.health().causes()).isNotEmpty();
    assertThatLedger(built).isBalanced();
    assertThat(built.statistics().modules().get(0).errors()).isEqualTo(1);
  }

  @Test
  void mayCloseTheEngine() throws Exception {
    Correlator built = build(record -> requireNonNull(engine.get()).close());

    built.run();

    assertThat(built.statistics().modules().get(0).errors()).isZero();
    assertThatLedger(built).isBalanced();
    assertThatNoThreadIsLeft();
  }

  @Test
  void areNotThereIfNoModuleHasAKey() throws Exception {
    AtomicReference<Thread> working = new AtomicReference<>();
    Module module =
        new Module() {
          @Override
          public String name() {
            return "alone";
          }

          @Override
          public Processor open(ModuleContext context) {
            return record -> working.set(Thread.currentThread());
          }
        };

    Correlator.builder()
        .partitions(PARTITIONS)
        .threadFactory(this::thread)
        .source(LinesSource.of("lines", lines()))
        .module(module)
        .build()
        .run();

    assertThat(requireNonNull(working.get()).getName()).isEqualTo("correlator-pipeline");
    assertThat(threads).noneMatch(thread -> thread.getName().contains("partition"));
  }
}
