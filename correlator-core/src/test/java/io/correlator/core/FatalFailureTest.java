package io.correlator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.Health.Reason;
import io.correlator.core.monitor.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Row E10: no memory left. The host goes on, the engine ends in good order. */
@Timeout(30)
final class FatalFailureTest {
  private static final int BAD = 500;

  private final List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
  private final List<EmittedEvent> received = Collections.synchronizedList(new ArrayList<>());

  /** Hands over records until it is interrupted. */
  private static Source endless() {
    return new Source() {
      @Override
      public String name() {
        return "endless";
      }

      @Override
      public void run(SourceContext context) throws Exception {
        for (int i = 0; true; i++) {
          context.sink().accept(Records.at(i, "record " + i));
        }
      }
    };
  }

  private record Bursting(Error error) implements Module {
    @Override
    public String name() {
      return "bursting";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> {
        context.emit(Event.notice("Seen").evidence(record));
        if (record.message().equals("record " + BAD)) {
          throw error;
        }
      };
    }
  }

  private Correlator.Builder builder() {
    return Correlator.builder()
        .source(endless())
        .failureHandler(failures::add)
        .listener(Listener.of("collect", Interest.everything(), received::add));
  }

  @Test
  void withoutMemoryTheEngineStopsItsSourcesAndEnds() {
    Correlator correlator = builder().module(new Bursting(new OutOfMemoryError("planted"))).build();
    correlator.start();

    assertThat(correlator.awaitEnd(Duration.ofSeconds(20))).isTrue();

    Health health = correlator.health();
    assertThat(health.status()).isEqualTo(Health.Status.DOWN);
    assertThat(health.causes().get(0).reason()).isEqualTo(Reason.OUT_OF_MEMORY);
    assertThat(failures).singleElement().matches(Failure::isFatal);
  }

  @Test
  void listenersGetWhatThereWasAndTheLedgerBalances() {
    Correlator correlator = builder().module(new Bursting(new OutOfMemoryError("planted"))).build();

    correlator.run();

    assertThat(received.stream().filter(event -> event.type().equals("Seen"))).hasSize(BAD);
    assertThat(received).extracting(EmittedEvent::type).contains("PluginFailed", "EngineFailed");
    assertThat(correlator.statistics().records().evaluated()).isEqualTo(BAD + 1);
    assertThat(Ledger.of(correlator.statistics()).isBalanced()).isTrue();
  }

  @Test
  void aListenerWithoutMemoryEndsTheEngineToo() {
    Listener bursting =
        Listener.of(
            "bursting",
            Interest.everything(),
            event -> {
              throw new OutOfMemoryError("planted");
            });
    Correlator correlator =
        builder().module(new Bursting(new AssertionError())).listener(bursting).build();
    correlator.start();

    assertThat(correlator.awaitEnd(Duration.ofSeconds(20))).isTrue();
    assertThat(correlator.health().status()).isEqualTo(Health.Status.DOWN);
    assertThat(Ledger.of(correlator.statistics()).isBalanced()).isTrue();
  }

  @Test
  void anErrorOfItsOwnKindIsOneFailureOfTheModule() {
    class Odd extends Error {
      private static final long serialVersionUID = 1;
    }

    Correlator correlator = builder().module(new Bursting(new Odd())).build();
    correlator.start();
    correlator.close();

    assertThat(correlator.health().causes())
        .extracting(Health.Cause::reason)
        .doesNotContain(Reason.FAILED, Reason.OUT_OF_MEMORY);
  }
}
