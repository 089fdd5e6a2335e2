package io.correlator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.config.ConfigException;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.OperatorOptions.Evidence;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.TimeStatistics;
import io.correlator.core.time.TimeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class CorrelatorTest {
  private final List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
  private final List<EmittedEvent> received = Collections.synchronizedList(new ArrayList<>());

  /** What a test source does. */
  @FunctionalInterface
  private interface Reading {
    void from(SourceContext context) throws Exception;
  }

  private static Source source(Reading reading) {
    return new Source() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public void run(SourceContext context) throws Exception {
        reading.from(context);
      }
    };
  }

  private static Source records(int count) {
    return source(
        context -> {
          for (int i = 0; i < count; i++) {
            context.sink().accept(Records.at(i, "record " + i));
          }
        });
  }

  /** Hands over one record and then waits to be stopped. */
  private static Source endless(CountDownLatch waiting) {
    return source(
        context -> {
          context.sink().accept(Records.at(1, "only"));
          waiting.countDown();
          new CountDownLatch(1).await();
        });
  }

  private record Echo() implements Module {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> context.emit(Event.notice("Echo").evidence(record));
    }
  }

  private Listener collector() {
    return Listener.of("collector", Interest.everything(), received::add);
  }

  private Correlator.Builder builder(Source source) {
    return Correlator.builder().source(source).failureHandler(failures::add);
  }

  private List<String> typesReceived() {
    return received.stream().map(EmittedEvent::type).toList();
  }

  @Test
  void everyEventReachesTheListenerInOrder() {
    builder(records(5000)).module(new Echo()).listener(collector()).build().run();

    assertThat(received).hasSize(5000);
    assertThat(received)
        .extracting(event -> event.evidence().get(0).raw())
        .startsWith("record 0", "record 1")
        .endsWith("record 4999");
  }

  @Test
  void theEngineTellsItsOwnStory() {
    Listener all =
        Listener.of(
            "all", Interest.everything().withOrigins(Set.of(Interest.ENGINE)), received::add);

    builder(records(1)).module(new Echo()).listener(all).build().run();

    assertThat(typesReceived())
        .containsExactly(
            "EngineStarted", "SourceUp", "SourceDown", "ModuleStatistics", "EngineStopped");
  }

  @Test
  void theLedgerBalances() {
    Correlator correlator =
        builder(
                source(
                    context -> {
                      for (int i = 0; i < 1000; i++) {
                        context.sink().accept(i % 10 == 0 ? Records.failed(i) : good(i));
                      }
                    }))
            .build();

    correlator.run();

    SourceStatistics source = correlator.statistics().sources().get(0);
    assertThat(source.received()).isEqualTo(1000);
    assertThat(source.parsed()).isEqualTo(900);
    assertThat(source.failed()).isEqualTo(Map.of(ParseFailure.UNRECOGNISED, 100L));
    assertThat(source.state()).isEqualTo(SourceStatistics.State.DONE);
  }

  private static LogRecord good(int i) {
    return Records.at(i, "good");
  }

  @Test
  void aSourceThatFailsIsReportedAndItsRecordsCount() {
    Correlator correlator =
        builder(
                source(
                    context -> {
                      context.sink().accept(Records.at(1, "before"));
                      throw new IOException("disk on fire");
                    }))
            .module(new Echo())
            .listener(collector())
            .build();

    correlator.run();

    assertThat(correlator.statistics().sources().get(0).state())
        .isEqualTo(SourceStatistics.State.FAILED);
    assertThat(typesReceived()).contains("Echo", "SourceDown", "PluginFailed");
    assertThat(failures).extracting(Failure::kind).containsExactly(Failure.Kind.SOURCE);
  }

  @Test
  void aListenerThatThrowsHurtsNobodyElse() {
    Listener broken =
        Listener.of(
            "broken",
            Interest.everything(),
            event -> {
              throw new IOException("no");
            });
    Correlator correlator =
        builder(records(100)).module(new Echo()).listener(broken).listener(collector()).build();

    correlator.run();

    ListenerStatistics statistics = correlator.statistics().listeners().get(0);
    assertThat(received.stream().filter(event -> event.type().equals("Echo"))).hasSize(100);
    assertThat(statistics.failed()).isGreaterThanOrEqualTo(100);
    assertThat(statistics.accepted()).isZero();
    assertThat(statistics.waiting()).isZero();
    assertThat(statistics.errors()).isEqualTo(statistics.failed());
  }

  @Test
  void aListenerThatCannotBeOpenedKeepsTheEngineFromStarting() {
    AtomicReference<Boolean> closed = new AtomicReference<>(false);
    Listener broken =
        new Listener() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public void open() throws IOException {
            throw new IOException("no such directory");
          }

          @Override
          public void accept(EmittedEvent event) {}

          @Override
          public void close() {
            closed.set(true);
          }
        };
    Correlator correlator = builder(records(1)).listener(broken).listener(collector()).build();

    assertThatThrownBy(correlator::start)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("listener broken cannot start")
        .hasMessageContaining("no such directory");
    correlator.close();
  }

  @Test
  void aModuleThatCannotBeOpenedKeepsTheEngineFromStarting() {
    Module broken =
        new Module() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Processor open(ModuleContext context) throws IOException {
            throw new IOException("disk full");
          }
        };

    assertThatThrownBy(() -> builder(records(1)).module(broken).build().run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("module broken cannot start")
        .hasMessageContaining("disk full");
  }

  @Test
  void closeStopsASourceThatWaitsAndKeepsWhatItRead() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Correlator correlator =
        builder(endless(waiting)).module(new Echo()).listener(collector()).build();
    correlator.start();
    waiting.await();

    correlator.close();

    assertThat(typesReceived()).containsExactly("Echo");
    assertThat(correlator.statistics().sources().get(0).state())
        .isEqualTo(SourceStatistics.State.DONE);
    assertThat(failures).isEmpty();
  }

  @Test
  void closeFromAListenerDoesNotDeadlock() throws Exception {
    CompletableFuture<Correlator> self = new CompletableFuture<>();
    Listener closer = Listener.of("closer", Interest.everything(), event -> self.join().close());
    Source source =
        source(
            context -> {
              context.sink().accept(Records.at(1, "go"));
              context.sink().flush();
              new CountDownLatch(1).await();
            });
    Correlator correlator = builder(source).module(new Echo()).listener(closer).build();
    self.complete(correlator);

    correlator.run();

    assertThat(correlator.statistics().listeners().get(0).accepted()).isEqualTo(1);
  }

  @Test
  void anEngineRunsOnce() {
    Correlator correlator = builder(records(1)).build();
    correlator.run();

    assertThatThrownBy(correlator::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anEngineClosedBeforeItWasStartedDoesNotStart() {
    Correlator correlator = builder(records(1)).build();
    correlator.close();

    assertThatThrownBy(correlator::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    assertThatThrownBy(
            () ->
                Correlator.builder()
                    .module("shd", Map.of())
                    .listener("cvs", Map.of())
                    .module(new Echo())
                    .module(new Echo())
                    .build())
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(4)
                    .anyMatch(problem -> problem.contains("unknown module 'shd'"))
                    .anyMatch(problem -> problem.contains("unknown listener 'cvs'"))
                    .anyMatch(problem -> problem.contains("'echo' is there twice"))
                    .anyMatch(problem -> problem.equals(Correlator.NO_SOURCE)));
  }

  @Test
  void whatGoesOnInALaterRunIsNotClosedAtTheEnd(@TempDir Path folder) {
    assertThatThrownBy(() -> builder(records(1)).dataDirectory(folder).closeAtEnd().build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("closeAtEnd: a later run goes on")
        .hasMessageContaining("use one or the other");
  }

  @Test
  void noThreadOutlivesTheEngine() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    builder(records(10)).module(new Echo()).listener(collector()).build().run();

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread))
        .filteredOn(thread -> thread.getName().startsWith("correlator-"))
        .allSatisfy(CorrelatorTest::endsSoon);
  }

  private static void endsSoon(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(thread.isAlive()).as(thread.getName()).isFalse();
  }

  @Test
  void beforeTheFirstRecordTheEngineTellsTheTimeOfItsClock() {
    Instant start = Instant.parse("2026-03-01T00:00:00Z");

    builder(source(context -> context.unreadable("a.log", "no such file")))
        .clock(() -> start)
        .listener(collector())
        .build()
        .run();

    assertThat(received).singleElement().extracting(EmittedEvent::timestamp).isEqualTo(start);
  }

  /** A file whose records are {@code step} ms apart. */
  private static Source file(String name, long start, long step, int count) {
    return new Source() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean isLive() {
        return false;
      }

      @Override
      public void run(SourceContext context) throws Exception {
        RecordSink sink = context.openFile("file");
        for (int i = 0; i < count; i++) {
          sink.accept(Records.at(start + i * step, name));
        }
      }
    };
  }

  @Test
  void filesAreEvaluatedInTheOrderOfTheirTimesWhoeverIsReadFaster() {
    long hour = 3_600_000;
    Correlator correlator =
        Correlator.builder()
            .source(file("morning", 0, 100, 20_000))
            .source(file("noon", hour, 100, 20_000))
            .source(file("all day", 0, 1000, 10_000))
            .time(TimeSettings.defaults().withCapacity(10_000))
            .module(new Echo())
            .listener(collector())
            .build();

    correlator.run();

    assertThat(received)
        .filteredOn(event -> event.type().equals("Echo"))
        .hasSize(50_000)
        .isSortedAccordingTo(Comparator.comparing(EmittedEvent::timestamp));
    assertThat(correlator.statistics().time()).isEqualTo(new TimeStatistics(0, 0, 0, 0));
  }

  @Test
  void aSourceThatEndsWhileManyRecordsWaitDoesNotHang() {
    Correlator correlator = builder(file("dense", 0, 0, 90_000)).build();

    correlator.run();

    assertThat(correlator.statistics().records().evaluated()).isEqualTo(90_000);
  }

  @Test
  void unreadableInputIsCountedAndTold() {
    Correlator correlator =
        builder(source(context -> context.unreadable("a.log", "no such file")))
            .listener(collector())
            .build();

    correlator.run();

    assertThat(correlator.statistics().unreadable()).isEqualTo(1);
    assertThat(received)
        .singleElement()
        .hasToString("engine InputUnreadable: cannot read a.log: no such file");
  }

  /** Remembers each record by its text. */
  private static final class Collector implements Module {
    @Override
    public String name() {
      return "collector";
    }

    @Override
    public Processor open(ModuleContext context) {
      EventCount count =
          context
              .operators()
              .count(
                  "seen",
                  CountSpec.atLeast(1000).within(Duration.ofDays(1)).evidence(Evidence.NONE),
                  firing -> {});
      return record -> count.add(record.rawSlice(), record);
    }
  }

  @Test
  void stateTakesAsMuchMemoryAsItMay() {
    assertThat(evicted(Correlator.builder())).isZero();
    assertThat(evicted(Correlator.builder().stateBytes(1 << 20))).isPositive();
  }

  private static long evicted(Correlator.Builder builder) {
    Correlator correlator = builder.source(records(50_000)).module(new Collector()).build();
    correlator.run();
    return correlator.statistics().modules().get(0).evicted();
  }

  @Test
  void aBudgetTooSmallForAnythingIsRefused() {
    Correlator.Builder builder =
        Correlator.builder().source(records(1)).module(new Collector()).stateBytes(1000);

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("stateBytes: must be 1048576 (1 MiB) or more, was 1000");
  }
}
