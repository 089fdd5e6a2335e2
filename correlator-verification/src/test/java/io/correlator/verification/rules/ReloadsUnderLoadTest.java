package io.correlator.verification.rules;

import static io.correlator.rules.dsl.RuleDsl.count;
import static io.correlator.rules.dsl.RuleDsl.field;
import static io.correlator.rules.dsl.RuleDsl.pattern;
import static io.correlator.rules.dsl.RuleDsl.rules;
import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.Fields;
import io.correlator.api.RecordHeader;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.time.TimeSettings;
import io.correlator.rules.LiveRules;
import io.correlator.rules.model.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules are changed a thousand times while records flow (A12): no record is lost or seen twice,
 * each is seen by one version of the rules, and by none that was refused.
 */
@Timeout(120)
final class ReloadsUnderLoadTest {
  private static final int RELOADS = 1_000;
  private static final int LINES_BETWEEN = 20;

  /**
   * Changes rules again and again while the engine works on what it has read.
   *
   * @param begun waited for in the middle, so that more than one version sees records
   */
  private record Editing(LiveRules live, CountDownLatch begun) implements Source {
    @Override
    public String name() {
      return "editing";
    }

    @Override
    public boolean isLive() {
      return false;
    }

    @Override
    public List<RecordFormat> formats() {
      return List.of();
    }

    @Override
    public void run(SourceContext context) throws InterruptedException {
      RecordSink sink = context.openFile(name());
      Provenance provenance = new Provenance(name(), 0, Counting.BYTES, record -> Fields.empty());
      byte[] line = "line of a log".getBytes(StandardCharsets.UTF_8);
      RecordHeader header = new RecordHeader();
      for (int i = 0; i < RELOADS * LINES_BETWEEN; i++) {
        header.reset();
        Instant time = Instant.ofEpochMilli(i);
        sink.accept(
            Block.of(line, provenance, i * 20L, i + 1L, time)
                .record(0, line.length, 0, header, time));
        if (i % LINES_BETWEEN == 0) {
          edit(i / LINES_BETWEEN);
        }
        if (i == RELOADS * LINES_BETWEEN / 2) {
          sink.flush();
          begun.await();
        }
      }
    }

    private void edit(int number) {
      if (number % 10 == 9) {
        // Refused: what is there stays at work.
        assertThat(live.replace(version(number, "no-such-rule")).hasErrors()).isTrue();
      } else {
        assertThat(live.replace(version(number, "untouched")).hasErrors()).isFalse();
      }
    }
  }

  /** A set of rules that says in each alert which one it is. */
  private static List<Rule> version(int number, String counted) {
    return rules(
        pattern("versioned").title("version " + number).when(field("raw").startsWith("line")),
        count("edited")
            .of(counted)
            .atLeast(2 + number % 7)
            .within(Duration.ofSeconds(1 + number % 5))
            .generate());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyRecordIsSeenOnceByARuleThatIsNotTouched(int partitions) {
    LiveRules live =
        LiveRules.of(rules(pattern("untouched").when(field("raw").startsWith("line"))));
    live.add(version(RELOADS, "untouched"));
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger alerts = new AtomicInteger();
    AtomicInteger changes = new AtomicInteger();
    // By position: by which version of the rules a record was seen.
    Map<Long, List<String>> versions = new HashMap<>();
    Correlator engine =
        Correlator.builder()
            .partitions(partitions)
            .time(TimeSettings.defaults().withMode(TimeSettings.Mode.ARRIVAL))
            .source(new Editing(live, begun))
            .module(live)
            .listener(
                Listener.of(
                    "alerts",
                    Interest.inTypes("Alert"),
                    event -> {
                      begun.countDown();
                      alerts.addAndGet(event.summary().equals("untouched") ? 1 : 0);
                      if (event.summary().startsWith("version ")) {
                        versions
                            .computeIfAbsent(
                                event.evidence().get(0).position(), at -> new ArrayList<>())
                            .add(event.summary());
                      }
                    }))
            .listener(
                Listener.of(
                    "changes",
                    Interest.inTypes("ModuleChanged").withOrigins(Set.of(Interest.ENGINE)),
                    event -> changes.incrementAndGet()))
            .build();

    engine.run();

    assertThat(alerts).hasValue(RELOADS * LINES_BETWEEN);
    assertThat(changes.get()).isPositive();
    assertThat(versions).hasSize(RELOADS * LINES_BETWEEN);
    assertThat(versions.values()).allSatisfy(seen -> assertThat(seen).hasSize(1));
    assertThat(versions.values().stream().distinct().count()).isGreaterThan(1);
    assertThat(versions.values()).noneMatch(seen -> seen.get(0).endsWith("9"));
    assertThatLedger(engine).isBalanced();
    assertThat(engine.statistics().modules()).extracting(ModuleStatistics::errors).containsOnly(0L);
  }
}
