package io.correlator.verification;

import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
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
import java.util.List;
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
    for (Thread thread : engineThreads()) {
      if (!before.contains(thread)) {
        thread.join(10_000);
      }
    }
    assertThat(engineThreads()).isEqualTo(before);
  }
}
