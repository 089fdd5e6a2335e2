package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.core.Records;
import io.correlator.core.monitor.Failure;
import io.correlator.core.pipeline.Crew;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.core.state.BruteForce.Hit;
import io.correlator.core.state.StateUser.Kind;
import io.correlator.core.state.StateUser.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However many partitions there are, the same input gives the same to the byte. */
final class PartitionsTest {
  /** What a run is made of. */
  record Setting(
      List<Module> modules, QuarantineSettings quarantine, long stateBytes, Duration period) {}

  /** Enough to fill a batch and begin another. */
  private static final int MANY = 2_500;

  @Provide
  Arbitrary<Setting> settings() {
    Arbitrary<StateUser> users =
        Combinators.combine(
                Arbitraries.of(Kind.values()),
                io.correlator.core.state.Hits.rearms(),
                Arbitraries.of(1, 2, 100),
                Arbitraries.of(Moment.values()))
            .as(StateUser::new);
    Arbitrary<QuarantineSettings> quarantines =
        Arbitraries.of(
            QuarantineSettings.off(),
            QuarantineSettings.defaults()
                .withErrors(2, 2)
                .withPauses(Duration.ofMillis(5), Duration.ofMillis(20)));
    return Combinators.combine(
            users.list().ofSize(3),
            Arbitraries.shuffle(0, 1, 2, 3, 4, 5),
            Arbitraries.integers().between(1, 6),
            quarantines,
            Arbitraries.of(1L, 1L << 40, 1L << 40),
            Arbitraries.of(Duration.ofMillis(50), Duration.ofHours(1)))
        .as(
            (user, order, count, quarantine, bytes, period) ->
                new Setting(
                    order.stream().limit(count).map(number -> module(number, user)).toList(),
                    quarantine,
                    bytes,
                    period));
  }

  private static Module module(int number, List<StateUser> users) {
    return switch (number) {
      case 0 -> new Partitioned.ByKey("first", users.get(0));
      case 1 -> new Partitioned.ByKey("second", users.get(1));
      case 2 -> users.get(2);
      case 3 -> new Partitioned.Echo("echo", true);
      case 4 -> new Partitioned.Echo("all", false);
      default -> new Partitioned.Staged("staged");
    };
  }

  @Provide
  Arbitrary<List<Hit>> hits() {
    return io.correlator.core.state.Hits.upTo(2, 3);
  }

  /** A pipeline, and all that it says. */
  static final class Run {
    final List<String> events = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final Pipeline pipeline;

    Run(Setting setting, Crew crew) {
      pipeline =
          new Pipeline(
              setting.period(),
              setting.stateBytes(),
              setting.quarantine(),
              crew,
              this::onFailure,
              this::onEvent);
      for (Module module : setting.modules()) {
        try {
          pipeline.open(module.name(), module);
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
    }

    private void onFailure(Failure failure) {
      failures.add(events.size() + " " + failure);
    }

    private void onEvent(EmittedEvent event) {
      events.add(
          "%s %s %s %s %s %s"
              .formatted(
                  event.id(),
                  event.origin(),
                  event.timestamp(),
                  event,
                  event.fields(),
                  event.evidence().stream().map(LogRecord::raw).toList()));
    }

    /** Feeds some of the lines, some of them late, with steps of time between them. */
    void feed(List<Hit> hits, int from, int to, long seed, boolean flushing) {
      for (int i = from; i < to; i++) {
        Random random = new Random(seed + i);
        Hit hit = hits.get(i);
        long time = hit.time() - (random.nextInt(4) == 0 ? random.nextInt(12) : 0);
        String line = hit.key() + " " + hit.kind() + " " + hit.value();
        pipeline.process(Records.at(time, i, line + (random.nextInt(4) == 0 ? "!" : "")));
        switch (random.nextInt(6)) {
          case 0 -> pipeline.passed(Instant.ofEpochMilli(hit.time() - 1));
          case 1 -> pipeline.passed(Instant.ofEpochMilli(hit.time()));
          case 2 -> pipeline.advanceTo(Instant.ofEpochMilli(hit.time() + random.nextInt(3)));
          default -> {}
        }
        if (flushing && random.nextInt(5) == 0) {
          pipeline.flush();
        }
      }
    }

    byte[] saved() {
      StateOutput out = new StateOutput();
      pipeline.save(out);
      return out.toByteArray();
    }

    String savedInHex() {
      return HexFormat.of().formatHex(saved());
    }

    /** All that it said is what {@code other} said; tells the first difference. */
    void saysTheSameAs(List<String> expected) {
      for (int i = 0; i < Math.min(events.size(), expected.size()); i++) {
        assertThat(events.get(i)).as("event " + i).isEqualTo(expected.get(i));
      }
      assertThat(events).hasSameSizeAs(expected);
    }

    void load(byte[] saved) {
      pipeline.load(new StateInput(saved, format -> record -> Fields.empty()));
    }
  }

  @Property
  void theSameInputGivesTheSameEventsFailuresStatisticsAndState(
      @ForAll("settings") Setting setting,
      @ForAll("hits") List<Hit> hits,
      @ForAll long seed,
      @ForAll boolean flushing) {
    givesTheSame(setting, hits, seed, flushing);
  }

  @Property(tries = 10)
  void fullBatchesGiveTheSameToo(
      @ForAll("settings") Setting setting, @ForAll("hits") List<Hit> hits, @ForAll long seed) {
    givesTheSame(setting, againAndAgain(hits), seed, false);
  }

  private static List<Hit> againAndAgain(List<Hit> hits) {
    List<Hit> many = new ArrayList<>();
    long shift = 0;
    while (!hits.isEmpty() && many.size() < MANY) {
      for (Hit hit : hits) {
        many.add(new Hit(hit.key(), hit.time() + shift, hit.kind(), hit.value()));
      }
      shift += hits.get(hits.size() - 1).time() - hits.get(0).time() + 1;
    }
    return many;
  }

  private static void givesTheSame(Setting setting, List<Hit> hits, long seed, boolean flushing) {
    Run one = new Run(setting, Crew.alone());
    one.feed(hits, 0, hits.size(), seed, flushing);
    String saved = one.savedInHex();
    one.pipeline.closeAtEnd();
    one.pipeline.finish();
    one.pipeline.close();

    for (int partitions : new int[] {2, 4}) {
      Run several = new Run(setting, Crew.of(partitions));
      several.feed(hits, 0, hits.size(), seed, flushing);
      String severalSaved = several.savedInHex();
      several.pipeline.closeAtEnd();
      several.pipeline.finish();
      several.pipeline.close();
      several.saysTheSameAs(one.events);
      assertThat(several.failures).isEqualTo(one.failures);
      assertThat(several.pipeline.statistics()).isEqualTo(one.pipeline.statistics());
      assertThat(severalSaved.equals(saved)).as("the same state").isTrue();
    }
  }

  @Property
  void aRunGoesOnWithAnotherNumberOfPartitions(
      @ForAll("settings") Setting setting,
      @ForAll("hits") List<Hit> hits,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 60) int cut) {
    int border = Math.min(cut, hits.size());
    Run uninterrupted = new Run(setting, Crew.alone());
    uninterrupted.feed(hits, 0, hits.size(), seed, false);
    uninterrupted.pipeline.finish();

    Run before = new Run(setting, Crew.of(2));
    before.feed(hits, 0, border, seed, false);
    Run after = new Run(setting, Crew.of(3));
    after.load(before.saved());
    after.feed(hits, border, hits.size(), seed, false);
    after.pipeline.finish();

    before.events.addAll(after.events);
    before.saysTheSameAs(uninterrupted.events);
  }
}
