package io.correlator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Event;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CorrelatorExtensionTest {
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  /** Raises an event at the third hit within a minute. */
  private record ThirdHit() implements Module {
    @Override
    public String name() {
      return "third-hit";
    }

    @Override
    public Processor open(ModuleContext context) {
      OPENED.incrementAndGet();
      var hits = context.slidingCounter("hits", 3, Duration.ofMinutes(1));
      return new Processor() {
        @Override
        public void onRecord(io.correlator.api.LogRecord record) {
          if (hits.crosses(record.message(), record)) {
            context.emit(Event.error("ThirdHit").evidence(record));
          }
        }

        @Override
        public void close() {
          CLOSED.incrementAndGet();
        }
      };
    }
  }

  @RegisterExtension
  final CorrelatorExtension correlator = CorrelatorExtension.running(new ThirdHit());

  @RepeatedTest(2)
  void eachTestStartsAfresh(TestPipeline pipeline) {
    pipeline.feed("a", "a");
    pipeline.events().assertThat().isEmpty();
  }

  @Test
  void virtualTimeMovesWithoutWaiting(TestPipeline pipeline) {
    pipeline.feed("a", "a").advance(Duration.ofMinutes(2)).feed("a");
    pipeline.events().assertThat().isEmpty();
  }

  @AfterAll
  static void everyRunIsClosed() {
    assertThat(CLOSED.get()).isEqualTo(OPENED.get()).isEqualTo(3);
  }
}
