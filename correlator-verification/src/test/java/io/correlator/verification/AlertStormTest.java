package io.correlator.verification;

import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Rearm;
import io.correlator.core.Correlator;
import io.correlator.listeners.CsvListener;
import io.correlator.sources.format.Rfc5424Format;
import io.correlator.testkit.LinesSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule that fires for every record of a flood: 50,000 a second, for some seconds of the log. */
final class AlertStormTest {
  private static final int SECONDS = 2 * Integer.getInteger("correlator.scale", 1);
  private static final int RATE = 50_000;
  private static final int PER_SECOND = 100;
  private static final long MAX_FILE = 256 * 1024;
  private static final int KEPT = 3;

  @TempDir Path folder;

  private final AtomicLong notices = new AtomicLong();
  private final AtomicLong overQuota = new AtomicLong();

  private record Alert(Firing firing) implements AuditEvent {
    private static final AuditSchema SCHEMA =
        AuditSchema.builder("Alert").text("key").integer("position").build();

    @Override
    public AuditSchema schema() {
      return SCHEMA;
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public Instant timestamp() {
      return firing.time();
    }

    @Override
    public String summary() {
      return firing.key() + " again";
    }

    @Override
    public Fields fields() {
      LogRecord last = firing.evidence().get(firing.evidence().size() - 1);
      return Fields.builder()
          .put("key", firing.key().toString())
          .put("position", last.position())
          .build();
    }
  }

  /** Fires for each record, as far as the policy lets it. */
  private final class Trigger implements Module {
    private final Rearm rearm;

    Trigger(Rearm rearm) {
      this.rearm = rearm;
    }

    @Override
    public String name() {
      return "trigger";
    }

    @Override
    public Processor open(ModuleContext context) {
      FiringHandler handler =
          new FiringHandler() {
            @Override
            public void fired(Firing firing) {
              context.emit(new Alert(firing));
            }

            @Override
            public void quotaExceeded(Firing first) {
              notices.incrementAndGet();
              context.emit(Event.warning("QuotaExceeded"));
            }
          };
      EventCount count =
          context
              .operators()
              .count(
                  "count",
                  CountSpec.atLeast(1).within(Duration.ofMinutes(1)).rearm(rearm),
                  handler);
      return record -> {
        count.add(record.host().orElseThrow(), record);
        overQuota.set(count.overQuota());
      };
    }
  }

  private Correlator engine(Rearm rearm) {
    Instant start = Instant.parse("2026-03-01T10:00:00Z");
    List<String> flood =
        IntStream.range(0, SECONDS * RATE)
            .mapToObj(i -> "<86>1 " + start.plusMillis(i * 1000L / RATE) + " gate app 1 - - flood")
            .toList();
    return Correlator.builder()
        .source(new LinesSource("flood", new Rfc5424Format(), flood))
        .module(new Trigger(rearm))
        .listener(CsvListener.builder().directory(folder).maxSize(MAX_FILE).keep(KEPT).build())
        .build();
  }

  @Test
  void aQuotaTellsTheFirstOfEachSecondAndCountsTheRest() {
    Correlator engine = engine(Rearm.every().quota(PER_SECOND, Duration.ofSeconds(1)));

    engine.run();

    long told = engine.statistics().listeners().get(0).accepted();
    assertThat(told).isBetween((SECONDS - 1L) * PER_SECOND, (long) SECONDS * PER_SECOND);
    assertThat(told + overQuota.get()).isEqualTo((long) SECONDS * RATE);
    assertThat(notices.get()).isBetween(SECONDS - 1L, (long) SECONDS);
    assertThatLedger(engine).isBalanced();
  }

  /** Without a quota, all are told; what listeners keep of them is bounded. */
  @Test
  void whatIsKeptOnDiskIsBoundedWithoutAQuotaToo() throws IOException {
    Correlator engine = engine(Rearm.every());

    engine.run();

    assertThat(engine.statistics().listeners().get(0).accepted()).isEqualTo((long) SECONDS * RATE);
    assertThat(bytesOnDisk()).isBetween(MAX_FILE * KEPT, (MAX_FILE + 1024) * (KEPT + 1));
    assertThatLedger(engine).isBalanced();
  }

  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
