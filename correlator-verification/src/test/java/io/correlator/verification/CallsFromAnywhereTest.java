package io.correlator.verification;

import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Event;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.Health;
import io.correlator.testkit.LinesSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine may be asked and closed by anyone, also by its own parts, without a deadlock. */
@Timeout(60)
final class CallsFromAnywhereTest {
  private final AtomicReference<Correlator> engine = new AtomicReference<>();

  private record Echo(Runnable onRecord) implements Module {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> {
        onRecord.run();
        context.emit(Event.notice("Echo").evidence(record));
      };
    }
  }

  private Correlator build(Runnable inModule, Runnable inListener) {
    Correlator built =
        Correlator.builder()
            .source(LinesSource.of("lines", Collections.nCopies(10_000, "line")))
            .module(new Echo(inModule))
            .listener(Listener.of("caller", Interest.everything(), event -> inListener.run()))
            .build();
    engine.set(built);
    return built;
  }

  private void callEverything() {
    Correlator running = requireNonNull(engine.get());
    assertThat(running.health().status()).isNotNull();
    assertThat(running.statistics().received()).isNotNegative();
    running.close();
  }

  @Test
  void aListenerMayCallTheEngine() {
    Correlator built = build(() -> {}, this::callEverything);

    built.run();

    assertThat(built.statistics().listeners().get(0).errors()).isZero();
    assertThatLedger(built).isBalanced();
  }

  @Test
  void aModuleMayCallTheEngine() {
    Correlator built = build(this::callEverything, () -> {});

    built.run();

    assertThat(built.statistics().modules().get(0).errors()).isZero();
    assertThatLedger(built).isBalanced();
  }

  @Test
  void oneOfManyWhoStartItSucceeds() {
    Correlator built = build(() -> {}, () -> {});
    AtomicInteger refused = new AtomicInteger();

    List<CompletableFuture<Void>> starts =
        IntStream.range(0, 8).mapToObj(unused -> CompletableFuture.runAsync(built::start)).toList();
    for (CompletableFuture<Void> start : starts) {
      try {
        start.join();
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
        refused.incrementAndGet();
      }
    }
    built.awaitEnd();

    assertThat(refused).hasValue(7);
    assertThatLedger(built).isBalanced();
  }

  @Test
  void manyMayCloseItAtTheSameTime() {
    Correlator built = build(() -> {}, () -> {});
    built.start();

    IntStream.range(0, 8)
        .mapToObj(unused -> CompletableFuture.runAsync(built::close))
        .toList()
        .forEach(CompletableFuture::join);

    assertThat(built.health().status()).isEqualTo(Health.Status.DOWN);
    assertThatLedger(built).isBalanced();
    assertThatThrownBy(built::start).isInstanceOf(IllegalStateException.class);
  }
}
