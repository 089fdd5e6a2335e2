package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import io.correlator.api.Slice;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.Rearm;
import io.correlator.core.Records;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Tables of many keys, whose pages come, move and go. */
final class LargeTablesTest {
  private static final int STEPS = 8_000;

  private final List<String> told = new ArrayList<>();

  private StandardEventCount count(TestHome home, int maxKeys) {
    CountSpec spec =
        CountSpec.atLeast(12)
            .within(Duration.ofSeconds(1))
            .maxKeys(maxKeys)
            .rearm(Rearm.once().suppress(Duration.ofMillis(300)));
    return new StandardEventCount(home, spec, firing -> told.add(firing.toString()));
  }

  private static Slice key(Random random) {
    // Some keys come often, most once; long ones, so that there are many pages.
    int number = random.nextInt(4) == 0 ? random.nextInt(20) : random.nextInt(100_000);
    return Slice.of("key" + number + "x".repeat(number % 200));
  }

  private static byte[] saved(StandardEventCount count, TestHome home) throws IOException {
    StateOutput out = new StateOutput();
    home.evidence().save(out);
    count.save(out);
    return out.toByteArray();
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(tries = 10)
  void whatIsUndoneLeavesNoTrace(@ForAll("seeds") long seed) throws IOException {
    TestHome home = new TestHome(seed % 2 == 0 ? 1 << 20 : 1L << 40);
    StandardEventCount count = count(home, 3_000);
    TestHome cleanHome = new TestHome(seed % 2 == 0 ? 1 << 20 : 1L << 40);
    StandardEventCount clean = count(cleanHome, 3_000);
    Random random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      Slice key = key(random);
      boolean thrown = random.nextInt(3) == 0;
      home.moveTo(i / 4);
      cleanHome.moveTo(i / 4);
      home.undo().begin();
      count.add(key, Records.at(i / 4, i, "hit"));
      if (thrown) {
        for (int more = random.nextInt(40); more >= 0; more--) {
          count.add(key(random), Records.at(i / 4, -i, "other"));
        }
        home.undo().rollbackUnlessEnded();
      } else {
        home.undo().end();
        cleanHome.undo().begin();
        clean.add(key, Records.at(i / 4, i, "hit"));
        cleanHome.undo().end();
      }
    }

    assertThat(saved(count, home)).isEqualTo(saved(clean, cleanHome));
    assertThat(home.budget().used()).isEqualTo(cleanHome.budget().used());
  }

  @Property(tries = 10)
  void whatIsRestoredEvictsTheSame(@ForAll("seeds") long seed) throws IOException {
    long bytes = seed % 2 == 0 ? 1 << 20 : 1L << 40;
    TestHome home = new TestHome(bytes);
    StandardEventCount count = count(home, 3_000);
    Random random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      home.moveTo(i / 4);
      count.add(key(random), Records.at(i / 4, i, "hit"));
    }
    TestHome restoredHome = new TestHome(bytes);
    StandardEventCount restored = count(restoredHome, 3_000);
    restoredHome.moveTo(STEPS / 4);
    StateInput in = new StateInput(saved(count, home), format -> record -> Fields.empty());
    restoredHome.evidence().load(in);
    restored.load(in);

    assertThat(restoredHome.budget().used()).isEqualTo(home.budget().used());
    told.clear();
    for (int i = STEPS; i < 2 * STEPS; i++) {
      Slice key = key(random);
      home.moveTo(i / 4);
      count.add(key, Records.at(i / 4, i, "hit"));
      int before = told.size();
      restoredHome.moveTo(i / 4);
      restored.add(key, Records.at(i / 4, i, "hit"));
      while (told.size() > before) {
        told.remove(told.size() - 1);
      }
    }

    assertThat(restored.evicted()).isEqualTo(count.evicted());
    assertThat(saved(restored, restoredHome)).isEqualTo(saved(count, home));
  }

  @Test
  void staysWithinTwiceItsBudget() {
    TestHome home = new TestHome(1 << 20);
    StandardEventCount count = count(home, 1_000_000);
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      count.add(Slice.of("key" + random.nextInt()), Records.at(0, "hit"));
    }

    assertThat(home.budget().used()).isLessThan(2 << 20);
    assertThat(count.size()).isGreaterThan(1000);
    assertThat(count.evicted()).isEqualTo(home.evictions());
    assertThat(count.evicted() + count.size()).isEqualTo(200_000);
  }

  @Test
  void aFloodOfOneStateDoesNotEmptyAnother() {
    TestHome home = new TestHome(1 << 20);
    StandardEventCount flooded = count(home, 1_000_000);
    StandardEventCount small = count(home, 1_000_000);
    for (int i = 0; i < 100_000; i++) {
      flooded.add(Slice.of("key" + i), Records.at(0, "hit"));
    }
    for (int i = 0; i < 100; i++) {
      small.add(Slice.of("key" + i), Records.at(0, "hit"));
    }

    assertThat(flooded.evicted()).isPositive();
    assertThat(small.evicted()).isZero();
  }
}
