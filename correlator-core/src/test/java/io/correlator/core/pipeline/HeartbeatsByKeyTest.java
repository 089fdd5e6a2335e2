package io.correlator.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.state.Heartbeat;
import io.correlator.api.state.HeartbeatSpec;
import io.correlator.core.Records;
import io.correlator.core.monitor.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listed key is watched where its records go, and nowhere else. */
final class HeartbeatsByKeyTest {
  private final List<EmittedEvent> events = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  private record Watch(List<String> hosts, PartitionKey key) implements Module {
    @Override
    public String name() {
      return "watch";
    }

    @Override
    public Optional<PartitionKey> partitionKey() {
      return Optional.of(key);
    }

    @Override
    public Processor open(ModuleContext context) {
      Heartbeat heartbeat =
          context
              .operators()
              .heartbeat(
                  "heartbeat",
                  HeartbeatSpec.listed(hosts).within(Duration.ofSeconds(10)).maxKeys(hosts.size()),
                  firing -> context.emit(Event.error("Silent").summary(firing.key().toString())));
      return record -> heartbeat.beat(record.rawSlice(), record);
    }
  }

  private Pipeline pipeline(int partitions, List<String> hosts, PartitionKey key) throws Exception {
    Pipeline pipeline =
        new Pipeline(
            Pipeline.DAY,
            Pipeline.STATE_BYTES,
            QuarantineSettings.off(),
            Crew.of(partitions),
            failures::add,
            events::add);
    pipeline.open("watch", new Watch(hosts, key));
    return pipeline;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aKeyThatIsSilentIsToldOnceAndOneThatIsNotIsNotTold(int partitions) throws Exception {
    Pipeline pipeline = pipeline(partitions, List.of("a", "b", "c"), LogRecord::rawSlice);

    pipeline.process(Records.at(0, 1, "a"));
    pipeline.process(Records.at(9_000, 2, "b"));
    pipeline.advanceTo(Instant.ofEpochSecond(15));
    pipeline.flush();

    assertThat(events).extracting(EmittedEvent::summary).containsExactlyInAnyOrder("a", "c");
    assertThat(failures).isEmpty();
  }

  @Test
  void thereIsRoomForAllListedKeysHoweverTheyAreDivided() throws Exception {
    List<String> hosts = IntStream.range(0, 64).mapToObj(number -> "host" + number).toList();
    Pipeline pipeline = pipeline(1, hosts, LogRecord::rawSlice);

    pipeline.process(Records.at(0, 1, "elsewhere"));
    pipeline.advanceTo(Instant.ofEpochSecond(15));

    assertThat(events).extracting(EmittedEvent::summary).containsExactlyInAnyOrderElementsOf(hosts);
  }

  @Test
  void aListedKeyThatIsNotThePartitionKeyIsAFailureThatIsTold() throws Exception {
    List<String> hosts = IntStream.range(0, 64).mapToObj(number -> "host" + number).toList();
    Pipeline pipeline = pipeline(1, hosts, record -> Slice.of("always the same"));

    for (String host : hosts) {
      pipeline.process(Records.at(0, host.hashCode(), host));
    }

    assertThat(failures)
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure.cause()).hasMessageContaining("partition keys"));
  }
}
