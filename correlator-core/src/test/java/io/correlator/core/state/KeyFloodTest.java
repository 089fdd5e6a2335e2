package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.OperatorOptions.Evidence;
import io.correlator.core.Records;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Keys that an attacker makes up, to hide among them or to slow us down. */
final class KeyFloodTest {
  private static final int KEYS = Integer.getInteger("correlator.keys", 2_000_000);
  private static final int FULL_SIZE = 10_000_000;

  /** Enough for 16 million different keys. */
  private static final int PAIRS = 24;

  private static final Slice ATTACKER = Slice.of("192.0.2.66");

  private final LogRecord record = Records.at(0, "hit");

  /** At a fiftieth of the size that an attack on a table of the default size would have. */
  @Test
  void anAttackerWhoHidesAmongMadeUpKeysIsFoundInNearlyEveryRun() {
    assertThat(foundInAHundredRuns(1_000, 2_000, 4_000)).isGreaterThanOrEqualTo(99);
  }

  /** 20 failures, one in 50,000, behind 10 million keys: takes some minutes. */
  @Test
  void anAttackerWhoHidesAmongMillionsOfKeysIsFoundInNearlyEveryRun() {
    assumeTrue(KEYS >= FULL_SIZE, "a soak run has -Dcorrelator.keys=" + FULL_SIZE);

    int found = foundInAHundredRuns(50_000, 100_000, KEYS - 20 * 50_000);

    System.out.println("hidden among " + KEYS + " keys, found in " + found + " of 100 runs");
    assertThat(found).isGreaterThanOrEqualTo(99);
  }

  private int foundInAHundredRuns(int oneIn, int maxKeys, int before) {
    int found = 0;
    for (int seed = 0; seed < 100; seed++) {
      found += isFound(seed, 20, oneIn, maxKeys, before) ? 1 : 0;
    }
    return found;
  }

  /**
   * In a table that is full of keys that come once, one failure of the attacker for so many of
   * those, until there are enough.
   */
  private boolean isFound(long seed, int failures, int oneIn, int maxKeys, int before) {
    List<Slice> fired = new ArrayList<>();
    TestHome home = new TestHome();
    var count =
        new StandardEventCount(
            home,
            CountSpec.atLeast(failures)
                .within(Duration.ofDays(1))
                .maxKeys(maxKeys)
                .evidence(Evidence.NONE),
            firing -> fired.add(firing.key()));
    SplittableRandom random = new SplittableRandom(seed);
    byte[] noise = new byte[8];
    for (int i = 0; i < before + failures * oneIn; i++) {
      home.moveTo(i);
      random.nextBytes(noise);
      count.add(Slice.copyOf(noise), record);
      if (i >= before && i % oneIn == 0) {
        count.add(ATTACKER, record);
      }
    }
    return fired.contains(ATTACKER);
  }

  /** With the hash of String, all of these would be one chain. */
  @Test
  void keysThatCollideInStringsHashMakeNoLongChains() {
    KeyTable table = table();
    for (int i = 0; i < 1 << 16; i++) {
      table.findOrInsert(colliding(i), 0);
    }

    assertThat(colliding(1).toString().hashCode()).isEqualTo(colliding(77).toString().hashCode());
    // Of 65,536 keys thrown into as many buckets, about 9 meet in the fullest.
    assertThat(table.longestChain()).isLessThan(24);
  }

  /** Times depend on the machine, so this is for soak runs, which have it for themselves. */
  @Test
  void keysThatCollideInStringsHashAreAtLeastHalfAsFastAsOthers() {
    assumeTrue(KEYS >= FULL_SIZE, "a soak run has -Dcorrelator.keys=" + FULL_SIZE);
    byte[] noise = new byte[PAIRS * 2];
    SplittableRandom random = new SplittableRandom(7);
    long others = Long.MAX_VALUE;
    long colliding = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      others = Math.min(others, nanosToCount(i -> random(random, noise)));
      colliding = Math.min(colliding, nanosToCount(KeyFloodTest::colliding));
    }

    System.out.printf(
        "%d keys: colliding %d ms, others %d ms%n",
        KEYS, colliding / 1_000_000, others / 1_000_000);
    assertThat(colliding).isLessThanOrEqualTo(2 * others);
  }

  private static Slice random(SplittableRandom random, byte[] noise) {
    random.nextBytes(noise);
    return Slice.copyOf(noise);
  }

  private long nanosToCount(IntFunction<Slice> keys) {
    TestHome home = new TestHome();
    var count =
        new StandardEventCount(
            home,
            CountSpec.atLeast(5).within(Duration.ofDays(1)).evidence(Evidence.NONE),
            firing -> {});
    long start = System.nanoTime();
    for (int i = 0; i < KEYS; i++) {
      count.add(keys.apply(i), record);
    }
    return System.nanoTime() - start;
  }

  static KeyTable table() {
    KeyTable.Tenant nothing =
        new KeyTable.Tenant() {
          @Override
          public int progress(int entry, long now) {
            return 0;
          }

          @Override
          public long lastChange(int entry, long now) {
            return 0;
          }

          @Override
          public boolean isHeld(int entry) {
            return false;
          }

          @Override
          public void evicting(int entry, long now) {}

          @Override
          public void clear(int entry) {}
        };
    return new KeyTable(1 << 22, 0x5DEECE66DL, Long.MAX_VALUE, Memory.in(new TestHome()), nothing);
  }

  /** "Aa" and "BB" have the same hash, and so have all texts made of them. */
  static Slice colliding(int number) {
    byte[] key = new byte[2 * PAIRS];
    for (int i = 0; i < key.length / 2; i++) {
      byte[] pair = (number >> i & 1) == 0 ? AA : BB;
      key[2 * i] = pair[0];
      key[2 * i + 1] = pair[1];
    }
    return Slice.copyOf(key);
  }

  private static final byte[] AA = "Aa".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BB = "BB".getBytes(StandardCharsets.US_ASCII);
}
