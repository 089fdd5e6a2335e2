package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.Firing.Flag;
import io.correlator.api.state.OperatorOptions.Evidence;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class KeyTableTest {
  private static final int WINDOW = 1000;

  private final TestHome home = new TestHome();
  private final Told told = new Told();

  private StandardEventCount count(int needed, int maxKeys) {
    CountSpec spec =
        CountSpec.atLeast(needed)
            .within(Duration.ofMillis(WINDOW))
            .maxKeys(maxKeys)
            .evidence(Evidence.NONE);
    return new StandardEventCount(home, spec, told);
  }

  /** A tenant that keeps what it was given and never lets anything expire. */
  private static final class Notes implements KeyTable.Tenant {
    private final Map<Integer, String> notes = new HashMap<>();

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
      return true;
    }

    @Override
    public void evicting(int entry, long now) {}

    @Override
    public void clear(int entry) {
      notes.remove(entry);
    }
  }

  @Property
  void agreesWithAMap(@ForAll List<@IntRange(min = -300, max = 300) Integer> operations) {
    Notes notes = new Notes();
    KeyTable table = new KeyTable(1_000_000, 7, Long.MAX_VALUE, Memory.in(new TestHome()), notes);
    Map<String, String> map = new HashMap<>();
    for (int operation : operations) {
      String key = "key " + Math.abs(operation);
      if (operation >= 0) {
        notes.notes.put(table.findOrInsert(Slice.of(key), 0), key);
        map.put(key, key);
      } else if (map.remove(key) != null) {
        table.remove(table.find(Slice.of(key)));
      }
    }
    assertThat(table.size()).isEqualTo(map.size());
    map.forEach(
        (key, value) -> assertThat(notes.notes.get(table.find(Slice.of(key)))).isEqualTo(value));
  }

  @Property(tries = 5)
  void findsAllKeysWhileTheirBytesMove(@ForAll long seed) {
    Notes notes = new Notes();
    KeyTable table =
        new KeyTable(1_000_000, seed, Long.MAX_VALUE, Memory.in(new TestHome()), notes);
    Random random = new Random(seed);
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String key = "x".repeat(random.nextInt(200)) + i;
      notes.notes.put(table.findOrInsert(Slice.of(key), 0), key);
      map.put(key, key);
      if (map.size() > 2000) {
        String victim = map.keySet().iterator().next();
        map.remove(victim);
        table.remove(table.find(Slice.of(victim)));
      }
    }
    map.forEach(
        (key, value) -> assertThat(notes.notes.get(table.find(Slice.of(key)))).isEqualTo(value));
    // About 220,000 bytes are in use.
    assertThat(table.bytes()).isLessThan(1_000_000);
  }

  /** What a full table keeps, with all events: it pushes out the fewest, then the oldest. */
  private static final class Model {
    private final Map<Integer, List<Long>> times = new HashMap<>();
    private int evicted;

    boolean fires(int key, long time, int needed, int maxKeys) {
      times.values().forEach(list -> list.removeIf(earlier -> time - earlier > WINDOW));
      times.values().removeIf(List::isEmpty);
      if (!times.containsKey(key) && times.size() == maxKeys) {
        int victim =
            Collections.min(
                    times.entrySet(),
                    Comparator.<Map.Entry<Integer, List<Long>>>comparingInt(
                            entry -> entry.getValue().size())
                        .thenComparing(entry -> Collections.max(entry.getValue())))
                .getKey();
        times.remove(victim);
        evicted++;
      }
      List<Long> list = times.computeIfAbsent(key, unused -> new ArrayList<>());
      list.add(time);
      boolean fires = list.size() == needed;
      if (fires) {
        times.remove(key);
      }
      return fires;
    }
  }

  @Property
  void pushesOutTheKeyFarthestFromFiringAndOfThoseAlikeTheOldest(
      @ForAll List<@IntRange(min = 0, max = 9) Integer> keys,
      @ForAll @IntRange(min = 1, max = 6) int maxKeys,
      @ForAll @IntRange(min = 1, max = 5) int needed,
      @ForAll @IntRange(min = 1, max = WINDOW) int pause) {
    TestHome fresh = new TestHome();
    CountSpec spec =
        CountSpec.atLeast(needed)
            .within(Duration.ofMillis(WINDOW))
            .rearm(Rearm.reset())
            .maxKeys(maxKeys);
    var count = new StandardEventCount(fresh, spec, told);
    Model model = new Model();
    long time = 0;
    for (int key : keys) {
      time += pause;
      boolean fired = count.add("key " + key, fresh.at(time)) == Outcome.FIRED;
      assertThat(fired).isEqualTo(model.fires(key, time, needed, maxKeys));
    }
    assertThat(count.evicted()).isEqualTo(model.evicted);
  }

  @Test
  void aFloodOfNewKeysDoesNotPushOutWhatIsAboutToFire() {
    var count = count(5, 10_000);
    for (int key = 0; key < 500; key++) {
      for (int i = 0; i < 4; i++) {
        count.add("victim " + key, home.at(0));
      }
    }
    for (int i = 0; i < 200_000; i++) {
      count.add(Slice.of("flood " + i), home.at(1));
    }
    int fired = 0;
    for (int key = 0; key < 500; key++) {
      fired += count.add("victim " + key, home.at(2)) == Outcome.FIRED ? 1 : 0;
    }

    assertThat(count.evicted()).isEqualTo(190_500);
    assertThat(fired).isEqualTo(500);
  }

  @Test
  void aTableFullOfWhatIsAboutToFireStillLetsNewKeysIn() {
    var count = count(3, 1000);
    for (int key = 0; key < 1000; key++) {
      count.add("pinned " + key, home.at(0));
      count.add("pinned " + key, home.at(0));
    }
    int fired = 0;
    for (int round = 0; round < 3; round++) {
      for (int key = 0; key < 20; key++) {
        fired += count.add("new " + key, home.at(1)) == Outcome.FIRED ? 1 : 0;
      }
    }

    assertThat(fired).isGreaterThan(10);
  }

  @Test
  void pushesOutTheSameKeysInEachRun() {
    var one = count(3, 100);
    var other = count(3, 100);
    for (int i = 0; i < 1000; i++) {
      String key = "key " + i * i % 317;
      assertThat(one.add(key, home.at(0))).isEqualTo(other.add(key, home.at(0)));
    }
  }

  @Test
  void saysThatAKeyWhichWasPushedOutMayHaveHadMoreEvents() {
    var count = count(2, 1);
    count.add("a", home.at(0));
    count.add("b", home.at(0));
    count.add("b", home.at(0));
    count.add("a", home.at(1));
    count.add("a", home.at(1));

    assertThat(told.firings)
        .extracting(firing -> firing.is(Flag.DEGRADED))
        .containsExactly(false, true);
  }

  @Test
  void saysNoMoreThanTwoWindowsLater() {
    var count = count(2, 1);
    count.add("a", home.at(0));
    count.add("b", home.at(0));
    count.add("a", home.at(2 * WINDOW + 1));
    count.add("a", home.at(2 * WINDOW + 1));

    assertThat(told.firings.get(0).is(Flag.DEGRADED)).isFalse();
  }

  @Test
  void saysThatAKeyOfWhichARecordWasOvertakenMayHaveHadMoreEvents() {
    var count = count(2, 10);
    count.add("a", home.at(0));
    count.add("b", home.at(0));
    count.add("a", home.at(0).flagged(LogRecord.Flag.LATE).flagged(LogRecord.Flag.OVERTAKEN));
    count.add("b", home.at(0).flagged(LogRecord.Flag.LATE));
    count.add("a", home.at(1));
    count.add("b", home.at(1));

    assertThat(told.firings)
        .extracting(firing -> firing.key() + " " + firing.is(Flag.DEGRADED))
        .containsExactly("a true", "b false");
  }

  @Test
  void anAlertThatIsPushedOutIsClosed() {
    var count = count(1, 1);
    count.add("a", home.at(0));
    count.add("b", home.at(1));

    assertThat(told.lines)
        .containsExactly(
            "a fired at 0 since 0: 1.0",
            "b fired at 1 since 1: 1.0",
            "a closed at 1, fired at 0, EVICTED: 0, last at 0");
  }

  @Test
  void expiredKeysMakeRoomWithoutEviction() {
    var count = count(3, 1000);
    for (int round = 0; round < 20; round++) {
      for (int key = 0; key < 400; key++) {
        count.add("round " + round + " key " + key, home.at(round * (WINDOW + 1L)));
      }
    }

    assertThat(count.evicted()).isZero();
    assertThat(count.size()).isLessThan(700);
  }

  @Test
  void timesIn32BitsAreNotMistakenAfterALongSilence() {
    var count = count(2, 10);
    count.add("a", home.at(0));

    // 2^32 ms later, the same 32 bits come again.
    assertThat(count.add("a", home.at(1L << 32))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void timesIn32BitsAreNotMistakenWhileOtherKeysAreBusy() {
    var count = count(2, 10);
    count.add("a", home.at(0));
    for (long time = 0; time < 1L << 32; time += 1L << 28) {
      count.add("busy", home.at(time));
    }

    assertThat(count.add("a", home.at(1L << 32))).isEqualTo(Outcome.QUIET);
  }

  @Test
  void windowsOfAMonthAreExact() {
    CountSpec spec = CountSpec.atLeast(2).within(Duration.ofDays(30));
    var count = new StandardEventCount(home, spec, told);
    long month = Duration.ofDays(30).toMillis();
    count.add("a", home.at(0));
    count.add("b", home.at(0));

    assertThat(count.add("a", home.at(month))).isEqualTo(Outcome.FIRED);
    assertThat(count.add("b", home.at(month + 1))).isEqualTo(Outcome.QUIET);
  }
}
