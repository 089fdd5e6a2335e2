package io.correlator.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TestPipelineTest {
  /** Raises an event at the third hit of a word within a minute. */
  private record ThirdHit() implements Module {
    @Override
    public String name() {
      return "third-hit";
    }

    @Override
    public Processor open(ModuleContext context) {
      var hits = context.slidingCounter("hits", 3, Duration.ofMinutes(1));
      return record -> {
        if (record.message().equals("boom")) {
          throw new IllegalStateException("boom");
        }
        if (hits.crosses(record.message(), record)) {
          context.emit(Event.error("ThirdHit").evidence(record));
        }
      };
    }
  }

  @Test
  void showsTheEventsThatTheModuleEmits() {
    TestPipeline pipeline = TestPipeline.running(new ThirdHit()).feed("a", "b", "a", "b", "a");

    assertThat(pipeline.events()).extracting(EmittedEvent::type).containsExactly("ThirdHit");
    assertThat(pipeline.events().get(0).evidence().get(0).line()).isEqualTo(5);
  }

  @Test
  void movesTimeWithoutWaiting() {
    TestPipeline pipeline =
        TestPipeline.running(new ThirdHit())
            .feed("a", "a")
            .advance(Duration.ofSeconds(61))
            .feed("a");

    assertThat(pipeline.events()).isEmpty();
  }

  @Test
  void failsTheTestWhenTheModuleThrows() {
    TestPipeline pipeline = TestPipeline.running(new ThirdHit());

    assertThatThrownBy(() -> pipeline.feed("boom"))
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("boom");
  }

  @Test
  void collectsFailuresWhereTheyAreExpected() {
    TestPipeline pipeline =
        TestPipeline.running(new ThirdHit()).expectingFailures().feed("boom", "a");

    assertThat(pipeline.failures()).hasSize(1);
    assertThat(pipeline.statistics().get(0).records()).isEqualTo(2);
  }

  /** Lines that are their own time, in seconds since virtual time began. */
  private static final RecordFormat SECONDS =
      new RecordFormat() {
        @Override
        public String name() {
          return "seconds";
        }

        @Override
        public RecordParser open(FormatContext context) {
          return (block, from, to, header) ->
              header.timestamp(
                  context.reference().toEpochMilli()
                      + 1000L * Integer.parseInt(new String(block, from, to - from, US_ASCII)));
        }
      };

  @Test
  void putsLinesInTheOrderOfTheirTimesIfAskedTo() {
    List<String> seen = new ArrayList<>();
    Module recorder =
        new Module() {
          @Override
          public String name() {
            return "recorder";
          }

          @Override
          public Processor open(ModuleContext context) {
            return record -> seen.add(record.raw());
          }
        };
    TestPipeline pipeline =
        TestPipeline.running(recorder).reading(SECONDS).ordering(Duration.ofSeconds(5));

    pipeline.feed("2", "1");
    assertThat(seen).isEmpty();
    pipeline.feed("9");
    assertThat(seen).containsExactly("1", "2");
    pipeline.advance(Duration.ofSeconds(1));
    assertThat(seen).containsExactly("1", "2", "9");
  }

  /** As {@link ThirdHit}, with a key. */
  private record ThirdHitByKey(List<ModuleContext> opened) implements Module {
    @Override
    public String name() {
      return "third-hit";
    }

    @Override
    public Optional<PartitionKey> partitionKey() {
      return Optional.of(LogRecord::messageSlice);
    }

    @Override
    public Processor open(ModuleContext context) {
      opened.add(context);
      return new ThirdHit().open(context);
    }
  }

  @Test
  void aModuleWithAKeyHasARunForEachGroupOfKeysAndFindsTheSame() {
    List<ModuleContext> opened = new ArrayList<>();
    String[] lines = {"a", "b", "a", "c", "b", "a", "c", "b"};

    TestPipeline keyed = TestPipeline.running(new ThirdHitByKey(opened)).feed(lines);
    TestPipeline single = TestPipeline.running(new ThirdHit()).feed(lines);

    assertThat(opened).hasSize(16);
    assertThat(keyed.events()).hasSize(2);
    assertThat(keyed.events())
        .extracting(EmittedEvent::id)
        .isEqualTo(single.events().stream().map(EmittedEvent::id).toList());
    assertThat(keyed.statistics().get(0).records()).isEqualTo(lines.length);
  }

  @Test
  void aModuleWithAKeyThatThrowsFailsTheTestAtOnce() {
    TestPipeline pipeline = TestPipeline.running(new ThirdHitByKey(new ArrayList<>()));

    assertThatThrownBy(() -> pipeline.feed("boom"))
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("boom");
  }
}
