package io.correlator.verification.time;

import static io.correlator.verification.time.Evaluation.START;
import static io.correlator.verification.time.Evaluation.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.time.EventTime.Lane;
import io.correlator.core.time.TimeSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Differential tests: honest records alone and together with forged, shuffled, or silent ones give
 * the same events.
 */
final class HostileTimesTest {
  private static final int RECORDS = 100_000 * Integer.getInteger("correlator.scale", 1);
  private static final long DAY = Duration.ofDays(1).toMillis();

  /** 2099, 1970, the years 0 and 10000: absolute times; and a day to either side. */
  private static final List<Long> ABSURD =
      List.of(
          Instant.parse("2099-01-01T00:00:00Z").toEpochMilli() - START,
          -START,
          Instant.parse("0000-01-01T00:00:00Z").toEpochMilli() - START,
          Instant.parse("+10000-01-01T00:00:00Z").toEpochMilli() - START);

  private static long forged(Random random, long now) {
    return switch (random.nextInt(6)) {
      case 0 -> now + DAY;
      case 1 -> now - DAY;
      default -> ABSURD.get(random.nextInt(ABSURD.size()));
    };
  }

  /** Honest records of a hundred keys, a little out of order, with forged ones among them. */
  private static Evaluation run(Function<Evaluation, Lane> lanes, int every, boolean withForged) {
    Evaluation evaluation = new Evaluation(TimeSettings.defaults());
    Lane lane = lanes.apply(evaluation);
    Random random = new Random(every);
    long now = 0;
    int since = 0;
    for (int i = 0; i < RECORDS; i++) {
      now += random.nextInt(700);
      String key = "key" + random.nextInt(100);
      lane.accept(record("honest", i, key, now - random.nextInt(1000), now));
      // Not two in a row: three that agree are believed in a file, for then the clock has leapt.
      boolean forge = random.nextInt(every) == 0 && since > 0;
      long time = forged(random, now);
      since = forge ? 0 : since + 1;
      if (forge && withForged) {
        lane.accept(record("forger", i, "forged", time, now));
      }
      if (i % 50 == 0) {
        evaluation.time().release();
      }
    }
    return evaluation.finish();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 100, 50_000})
  void forgedTimesInALiveSourceChangeNothing(int every) {
    Evaluation alone = run(Evaluation::live, every, false);

    Evaluation together = run(Evaluation::live, every, true);

    assertThat(alone.events()).hasSizeGreaterThan(1000);
    assertThat(together.honestEvents()).isEqualTo(alone.honestEvents());
    assertThat(alone.statistics().late()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 100, 50_000})
  void forgedTimesInAFileChangeNothing(int every) {
    Evaluation alone = run(Evaluation::file, every, false);

    Evaluation together = run(Evaluation::file, every, true);

    assertThat(together.honestEvents()).isEqualTo(alone.honestEvents());
  }

  /** A file that was written with long pauses, read years later, forged lines or not. */
  @Test
  void leapsInAnOldFileAreBelievedAndForgedOnesAreNot() {
    List<List<String>> events = new ArrayList<>();
    for (boolean withForged : List.of(false, true)) {
      Evaluation evaluation = new Evaluation(TimeSettings.defaults());
      Lane file = evaluation.file();
      Random random = new Random(1);
      long written = -Duration.ofDays(2000).toMillis();
      for (int i = 0; i < 20_000; i++) {
        written += i % 1000 == 999 ? Duration.ofHours(8).toMillis() : random.nextInt(700);
        long read = Duration.ofDays(1).toMillis();
        file.accept(record("old", i, "key" + random.nextInt(20), written, read));
        if (withForged && i % 1000 == 500) {
          file.accept(record("forger", i, "forged", forged(random, written), read));
        } else if (i % 1000 == 500) {
          forged(random, written);
        }
      }
      events.add(evaluation.finish().honestEvents());
    }

    assertThat(events.get(0)).hasSizeGreaterThan(100);
    assertThat(events.get(1)).isEqualTo(events.get(0));
  }

  /** What comes out of order by less than the lateness might as well have come in order. */
  @Property
  void delaysShorterThanTheLatenessChangeNothing(@ForAll long seed) {
    Random random = new Random(seed);
    record Arriving(int position, String key, long at, long arrival) {}
    List<Arriving> records = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 200; i++) {
      now += random.nextInt(3000);
      records.add(new Arriving(i, "key" + random.nextInt(4), now, now + random.nextInt(2000)));
    }
    List<Arriving> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, random);
    shuffled.sort(Comparator.comparingLong(Arriving::arrival));

    List<List<String>> events = new ArrayList<>();
    for (List<Arriving> order : List.of(records, shuffled)) {
      Evaluation evaluation = new Evaluation(TimeSettings.defaults());
      Lane lane = evaluation.live();
      for (Arriving each : order) {
        lane.accept(record("a", each.position(), each.key(), each.at(), each.arrival()));
        evaluation.time().release();
      }
      events.add(evaluation.finish().events());
      assertThat(evaluation.statistics().late()).isZero();
    }

    assertThat(events.get(1)).isEqualTo(events.get(0));
  }

  @Test
  void oneSilentSourceOfAHundredHoldsBackTheOthersForHalfAMinuteAtMost() {
    Evaluation evaluation = new Evaluation(TimeSettings.defaults());
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lanes.add(evaluation.live());
    }
    Lane silent = lanes.get(99);
    evaluation.time().tick(Instant.ofEpochMilli(START));
    Evaluation without = new Evaluation(TimeSettings.defaults());
    List<Lane> talking = new ArrayList<>();
    for (int i = 0; i < 99; i++) {
      talking.add(without.live());
    }

    // What it says is old, so nobody knows how far its time has come by now.
    silent.accept(record("silent", 0, "old", -600_000, 0));
    talking.get(0).accept(record("silent", 0, "old", -600_000, 0));

    for (int second = 0; second < 120; second++) {
      for (int i = 0; i < 99; i++) {
        long at = second * 1000L + i;
        lanes.get(i).accept(record("s" + i, second, "key" + i, at, at));
        talking.get(i).accept(record("s" + i, second, "key" + i, at, at));
      }
      evaluation.time().tick(Instant.ofEpochMilli(START + second * 1000L + 999));
      without.time().release();
      if (second == 29) {
        assertThat(evaluation.events()).isEmpty();
      } else if (second == 31) {
        assertThat(evaluation.events()).hasSize(100);
      }
    }
    silent.end();

    assertThat(evaluation.finish().events()).isEqualTo(without.finish().events());
    assertThat(evaluation.statistics().late()).isZero();
  }

  private enum Kind {
    FILE,
    PIPE,
    LIVE
  }

  /** However often the machine's clock is set an hour forward or back, the events are the same. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void stepsOfTheClockChangeNothing(Kind kind) {
    List<List<String>> events = new ArrayList<>();
    for (boolean stepping : List.of(false, true)) {
      Evaluation evaluation = new Evaluation(TimeSettings.defaults());
      Lane lane =
          switch (kind) {
            case FILE -> evaluation.file();
            case PIPE -> evaluation.pipe();
            case LIVE -> evaluation.live();
          };
      Random random = new Random(1);
      Random steps = new Random(2);
      long written = 0;
      long offset = 0;
      for (int i = 0; i < 20_000; i++) {
        written += random.nextInt(700);
        if (stepping && steps.nextInt(200) == 0) {
          offset += steps.nextBoolean() ? 3_600_000 : -3_600_000;
        }
        long late = random.nextInt(1000);
        String key = "key" + random.nextInt(20);
        lane.accept(record("a", i, key, written - late, written + offset));
        evaluation.time().tick(Instant.ofEpochMilli(START + written + offset));
      }
      events.add(evaluation.finish().events());
      assertThat(evaluation.statistics().late()).isZero();
      assertThat(evaluation.statistics().skewed()).isZero();
    }

    assertThat(events.get(0)).isNotEmpty();
    assertThat(events.get(1)).isEqualTo(events.get(0));
  }
}
