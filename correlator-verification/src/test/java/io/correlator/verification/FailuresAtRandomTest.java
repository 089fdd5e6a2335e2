package io.correlator.verification;

import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.Slice;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Hits;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StagedModule;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.StateSpec;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.sources.FileSource;
import io.correlator.sources.format.PlainFormat;
import io.correlator.testkit.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins that throw at random, a million times: the engine does not mind. */
@Timeout(300)
final class FailuresAtRandomTest {
  private static final int SCALE = Integer.getInteger("correlator.scale", 1);
  private static final int LINES = 200_000 * SCALE;
  private static final int FEWER_LINES = 20_000 * SCALE;

  @TempDir Path folder;

  private record Echo(String name) implements Module {
    @Override
    public Processor open(ModuleContext context) {
      return new Processor() {
        @Override
        public void onRecord(LogRecord record) {
          context.emit(Event.notice("Echo").evidence(record));
        }

        @Override
        public void onEvent(EmittedEvent event) {}
      };
    }
  }

  /** Counts by the last digits of a line, which is undone when it throws. */
  private record Counting(String name) implements Module {
    @Override
    public Optional<PartitionKey> partitionKey() {
      return Optional.of(record -> Slice.of(lastDigits(record)));
    }

    private static String lastDigits(LogRecord record) {
      return record.raw().substring(Math.max(0, record.raw().length() - 2));
    }

    @Override
    public Processor open(ModuleContext context) {
      KeyedState<String, Integer> counts =
          context.state(StateSpec.of("counts", String.class, Integer.class));
      return record -> {
        int count = counts.get(lastDigits(record)).orElse(0) + 1;
        counts.put(lastDigits(record), count);
        context.emit(Event.notice("Count").summary("the " + count + "th").evidence(record));
      };
    }
  }

  /** Answers records and events, each by two keys. */
  private record Answering(String name) implements StagedModule<String> {
    @Override
    public Detector<String> openDetector() {
      return new Detector<>() {
        @Override
        public void detect(LogRecord record, Hits<String> hits) {
          hits.add(Slice.of(Counting.lastDigits(record)), "digits");
          hits.add(record.rawSlice(), "line");
        }

        @Override
        public void detect(EmittedEvent event, Hits<String> hits) {
          hits.add(Slice.of(event.summary()), "event");
        }
      };
    }

    @Override
    public KeyedProcessor<String> open(ModuleContext context) {
      return new KeyedProcessor<>() {
        @Override
        public void onHit(LogRecord record, Slice key, String hit) {
          context.emit(Event.notice("Answer").summary(key + " " + hit).evidence(record));
        }

        @Override
        public void onHit(EmittedEvent event, Slice key, String hit) {
          context.emit(Event.notice("AnswerToEvent").summary(key + " " + hit));
        }
      };
    }
  }

  /** All that a plug-in can throw, in turn. Without stack traces, so that a million are cheap. */
  private static Supplier<Throwable> anything() {
    List<Throwable> kinds =
        List.of(
            new IllegalStateException("planted"),
            new IOException("planted"),
            new StackOverflowError("planted"),
            new NoClassDefFoundError("planted"),
            new AssertionError("planted"),
            new Error("planted") {
              private static final long serialVersionUID = 1;
            });
    AtomicInteger next = new AtomicInteger();
    return () -> kinds.get(Math.floorMod(next.getAndIncrement(), kinds.size()));
  }

  private static Set<Thread> engineThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("correlator-"))
        .collect(Collectors.toSet());
  }

  @Test
  void aMillionFailuresEndNoThreadAndLoseNothing() throws Exception {
    Faults parser = Faults.throwing(0.1, 1);
    Faults modules = Faults.throwing(0.7, 2).with(anything());
    Faults listeners = Faults.throwing(0.7, 3).with(anything());
    Path log =
        Files.write(
            folder.resolve("a.log"), IntStream.range(0, LINES).mapToObj(i -> "line " + i).toList());
    Set<Thread> before = engineThreads();
    Correlator engine =
        Correlator.builder()
            .quarantine(QuarantineSettings.off())
            .failureHandler(
                failure -> {
                  throw new AssertionError("the handler fails too");
                })
            .source(FileSource.builder().path(log).format(parser.in(new PlainFormat())).build())
            .module(modules.in(new Echo("first")))
            .module(modules.in(new Echo("second")))
            .module(modules.in(new Echo("third")))
            .module(new Echo("honest"))
            .module(modules.in(new Echo("last")))
            .listener(listeners.in(Listener.of("a", Interest.everything(), event -> {})))
            .listener(listeners.in(Listener.of("b", Interest.inTypes("Echo"), event -> {})))
            .build();

    engine.start();
    engine.awaitEnd();

    assertThatLedger(engine).isBalanced();
    assertThat(parser.count() + modules.count() + listeners.count())
        .isGreaterThan(1_000_000L * SCALE);
    assertThat(engine.statistics().sources().get(0).failed())
        .containsEntry(ParseFailure.PARSER_ERROR, parser.count());
    assertThat(engine.statistics().modules().stream().mapToLong(ModuleStatistics::errors).sum())
        .isEqualTo(modules.count());
    assertThat(engine.statistics().listeners().stream().mapToLong(ListenerStatistics::errors).sum())
        .isEqualTo(listeners.count());
    assertThat(engine.statistics().modules().get(3).events()).isEqualTo(LINES);
    assertNoThreadIsLeftOf(before);
  }

  private static void assertNoThreadIsLeftOf(Set<Thread> before) throws InterruptedException {
    for (Thread thread : engineThreads()) {
      if (!before.contains(thread)) {
        thread.join(10_000);
      }
    }
    // One of an engine that was run before may have ended since.
    assertThat(before).containsAll(engineThreads());
  }

  @Test
  void failuresOnSeveralPartitionsEndNoThreadAndLoseNothing() throws Exception {
    Path log =
        Files.write(
            folder.resolve("a.log"),
            IntStream.range(0, FEWER_LINES).mapToObj(i -> "line " + i).toList());
    List<String> alone = Collections.synchronizedList(new ArrayList<>());
    List<String> together = Collections.synchronizedList(new ArrayList<>());

    runKeyed(log, 1, alone);
    Set<Thread> before = engineThreads();
    runKeyed(log, 2, together);

    assertThat(alone).hasSizeGreaterThan(FEWER_LINES);
    assertThat(together).isEqualTo(alone);
    assertNoThreadIsLeftOf(before);
  }

  private static void runKeyed(Path log, int partitions, List<String> events) {
    Faults modules = Faults.throwing(0.4, 5).with(anything());
    Correlator engine =
        Correlator.builder()
            .partitions(partitions)
            .quarantine(QuarantineSettings.off())
            .failureHandler(
                failure -> {
                  throw new AssertionError("the handler fails too");
                })
            .source(FileSource.builder().path(log).format(new PlainFormat()).build())
            .module(modules.in(new Counting("first")))
            .module(modules.in(new Answering("second")))
            .module(modules.in(new Echo("third")))
            .module(modules.in(new Answering("last")))
            .listener(
                Listener.of(
                    "events",
                    Interest.everything().withOrigins(Set.of("first", "second", "third", "last")),
                    event -> events.add(event.id() + ' ' + event.type() + ' ' + event.summary())))
            .build();

    engine.run();

    assertThatLedger(engine).isBalanced();
    assertThat(modules.count()).isGreaterThan(FEWER_LINES);
    assertThat(engine.statistics().modules().stream().mapToLong(ModuleStatistics::errors).sum())
        .isEqualTo(modules.count());
  }
}
